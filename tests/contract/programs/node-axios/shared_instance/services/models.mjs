export const GENERAL = "aaa03c23b3724a16a56b629203edc62c";
