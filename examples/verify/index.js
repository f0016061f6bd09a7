#!/usr/bin/env node
// Signs in through this system's broker in every way there is, and prints a report without secrets, for those who have a
// machine that we have not.
import { CONSOLE_WINDOW_HANDLE } from "@authbroker/core";
import { run } from "./cli.js";

process.exitCode = await run(process.argv.slice(2), CONSOLE_WINDOW_HANDLE);
