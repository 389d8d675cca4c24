exports.MODELS = {
  general: "general-image-recognition",
  food: "food-item-recognition",
};
