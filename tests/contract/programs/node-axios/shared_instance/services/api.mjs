import axios from "axios";

const api = axios.create({
  baseURL: "https://api.clarifai.com/v2",
});
api.defaults.headers.common["Authorization"] = `Key ${process.env.CLARIFAI_API_KEY}`;

export default api;
