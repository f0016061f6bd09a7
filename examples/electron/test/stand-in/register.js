// node --import ./test/stand-in/register.js main.js: runs the main process in plain Node.js, where "electron" is the stand-in.
import { register } from "node:module";

register("./hooks.js", import.meta.url);
