#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { z } from "zod";
import { EmulatorError, type EmulatorErrorCode } from "../errors.js";
import { addBrokerOption, addCommonOptions, type CommonOptions, FAULT_HELP } from "./options.js";
import { run } from "./run.js";
import { serve } from "./serve.js";
import { start } from "./start.js";

/** The exit code of a command line, or of a setting, that cannot be used. */
const USAGE = 2;

/** The errors that are the caller's to mend, not the machine's. */
const USAGE_ERRORS: ReadonlySet<EmulatorErrorCode> = new Set(["config_invalid", "production_refused"]);

function createProgram(): Command {
  // Before any command is added: commands inherit it.
  const program = new Command("authbroker-emulator")
    .description(
      "Stands in for Microsoft's authentication broker on Linux, and for Entra ID, for tests and demos.",
    )
    .version(packageVersion())
    .exitOverride()
    .showHelpAfterError("Add --help for the options.")
    .enablePositionalOptions();

  addBrokerOption(addCommonOptions(program.command("run")))
    .description(
      "run a command with a session bus, a broker and an authority of its own; its exit code becomes ours",
    )
    .argument("<command>", "the program to run")
    .argument("[args...]", "its arguments")
    .option(
      "--name-override",
      "send the command's fetch of login.microsoftonline.com here, for unmodified apps",
    )
    .passThroughOptions()
    .action(async (command: string, args: string[], options: CommonOptions) => {
      process.exitCode = await run(command, args, options);
    });

  addBrokerOption(addCommonOptions(program.command("start")))
    .description("keep a session bus, a broker and an authority up until Ctrl-C, and print the environment")
    .action(async (options: CommonOptions) => {
      process.exitCode = await start(options);
    });

  addCommonOptions(program.command("serve"))
    .description("be the broker on the session bus that is already there, with an authority beside it")
    .action(async (options: CommonOptions) => {
      process.exitCode = await serve(options);
    });

  return program
    .addHelpText(
      "after",
      `
Examples:
  authbroker-emulator run -- node app.js
  authbroker-emulator run --user lee@contoso.example --broker-version 2.0.1 -- node app.js
  authbroker-emulator run --fault acquireTokenSilently:status=2,times=1 -- npm test
  authbroker-emulator run --name-override -- node app.js
  authbroker-emulator start > env.sh &`,
    )
    .addHelpText("afterAll", FAULT_HELP);
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

async function main(): Promise<void> {
  try {
    // Commander would count an argument fewer in Electron, even where that runs as Node.js.
    await createProgram().parseAsync(process.argv, { from: "node" });
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Says what went wrong, unless commander has, and gives the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (!(error instanceof EmulatorError)) throw error;
  process.stderr.write(`authbroker-emulator: ${error.message}\n`);
  return USAGE_ERRORS.has(error.code) ? USAGE : 1;
}

// Whoever read the log may have gone, or its disk be full: that ends the log, and nothing that it tells of.
process.stderr.on("error", () => {});
await main();
