// Loaded before a program: the fetch of older Node does not look at HTTPS_PROXY by itself.
const { EnvHttpProxyAgent, setGlobalDispatcher } = require("undici");

setGlobalDispatcher(new EnvHttpProxyAgent());
