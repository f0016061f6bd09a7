import { stripVTControlCharacters } from "node:util";

// What the example shows to a person. Only pages of an emulator on this machine are ever opened.
const PAGE = /^\s*(http:\/\/localhost:\d+\/\S+\/authorize\?\S+)$/;
const DEVICE_PAGE = /^\s*Open\s+(http:\/\/localhost:\d+\/\S+)$/;
const USER_CODE = /^\s*Enter code\s+(\S+)$/;

/**
 * Plays the person in front of the example where nobody can open a browser: reads what it shows, signs in at the
 * emulator's page, and says so. Where the sign-in fails on the page, the example would wait in vain: it is ended.
 *
 * @param {(text: string) => void} say
 * @returns {Promise<(text: string, example: import("node:child_process").ChildProcess) => void>} reads more of what the
 *   example shows
 */
export async function createPerson(say) {
  // Built only now, on a fresh checkout.
  const { approveUserCode, signInWith } = await import("@authbroker/emulator");
  let devicePage = "";
  let rest = "";

  /** @param {string} line */
  const read = async (line) => {
    const page = PAGE.exec(line)?.[1];
    if (page !== undefined) {
      say("There is no display: this demo plays the person, and signs in at the emulator's page by itself.");
      return await signInWith(page);
    }
    devicePage = DEVICE_PAGE.exec(line)?.[1] ?? devicePage;
    const userCode = USER_CODE.exec(line)?.[1];
    if (userCode === undefined || devicePage === "") return;
    say(
      "There is no display: this demo plays the person, and enters the code at the emulator's page by itself.",
    );
    return await approveUserCode(devicePage, userCode);
  };

  return (text, example) => {
    const lines = stripVTControlCharacters(rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      read(line).catch((/** @type {unknown} */ error) => {
        say(`The sign-in by itself failed: ${String(error)}`);
        example.kill();
      });
    }
  };
}
