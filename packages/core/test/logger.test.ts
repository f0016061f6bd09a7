import { LogLevel, PublicClientApplication } from "@azure/msal-node";
import { describe, expect, test } from "vitest";
import { createLogger, type Logger, type LoggerOptions } from "../src/log/logger.js";
import { CLIENT_ID, unsignedJwt } from "./fake-broker.js";

const SOURCE = "@authbroker/core@1.2.3";
const CORRELATION_ID = "0a0b0c0d-1111-4222-8333-444455556666";
const OTHER_ID = "ffffffff-1111-4222-8333-444455556666";

interface Line {
  readonly level: LogLevel;
  readonly text: string;
  readonly containsPii: boolean;
}

function listening(options: LoggerOptions = {}): { readonly logger: Logger; readonly lines: Line[] } {
  const lines: Line[] = [];
  const loggerCallback = (level: LogLevel, text: string, containsPii: boolean): void => {
    lines.push({ level, text, containsPii });
  };
  return { logger: createLogger({ loggerCallback, ...options }, SOURCE), lines };
}

const NAMES = ["error", "warning", "info"] as const;

describe("a line", () => {
  test("has msal-node's form, with the correlation id", () => {
    const { logger, lines } = listening();

    logger.info(() => "the broker answered", CORRELATION_ID);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: LogLevel.Info, containsPii: false });
    expect(lines[0]?.text).toMatch(
      /^\[\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\] : \[0a0b0c0d-1111-4222-8333-444455556666\] : @authbroker\/core@1\.2\.3 : Info - the broker answered$/,
    );
  });

  test.each([
    [LogLevel.Error, ["Error"]],
    [LogLevel.Warning, ["Error", "Warning"]],
    [LogLevel.Info, ["Error", "Warning", "Info"]],
    [LogLevel.Trace, ["Error", "Warning", "Info"]],
  ])("of a level above %s is left out", (logLevel, wanted) => {
    const { logger, lines } = listening({ logLevel });

    for (const name of NAMES) logger[name](() => "m", CORRELATION_ID);

    expect(lines.map(({ text }) => / : (\w+) - m$/.exec(text)?.[1])).toStrictEqual(wanted);
    expect(lines.map(({ level }) => LogLevel[level])).toStrictEqual(wanted);
  });

  test("of Info is written when no level is set, as in msal-node", () => {
    const { logger, lines } = listening();

    logger.info(() => "m", CORRELATION_ID);

    expect(lines).toHaveLength(1);
  });

  test.each([
    "ines@contoso.example",
    "ines_contoso.com#EXT#@fabrikam.onmicrosoft.com",
    "zoë@exämple.de",
    "ines%40contoso.example",
    "CONTOSO\\ines",
  ])("has no user name such as %s without piiLoggingEnabled", (name) => {
    const { logger, lines } = listening();

    logger.info(() => `login_hint=${name}&x=1 "${name}" (${name})`, CORRELATION_ID);

    expect(lines[0]?.text).toContain(
      ' : @authbroker/core@1.2.3 : Info - login_hint=(user name)&x=1 "(user name)" ((user name))',
    );
  });

  const jwt = unsignedJwt({ oid: "o" });
  test.each([
    ["a JWT", jwt, jwt],
    ["a long opaque token", `token 0.AX${"oAbc_-".repeat(12)}`, "oAbc"],
    ["a code in a URL", "POST http://localhost:1/?code=short-code&state=x", "short-code"],
    ["a refresh token in a form", "grant_type=refresh_token&refresh_token=short-token&x=1", "short-token"],
    ["a device code in JSON", '{"device_code":"short-token","interval":5}', "short-token"],
    ["a code of Entra's", "redirect with code=0.AXoAbCdEfGh.AgABBAIA-short", "AXoAbC"],
    ["a refresh token of Entra's in JSON", '{"refresh_token":"0.AXoA.short"}', "AXoA"],
    ["an Authorization header", "Authorization: Bearer opaque-short-token", "opaque"],
    ["a PKCE verifier", "code_verifier=short-verifier", "short-verifier"],
  ])("has no token with any option: %s", (_what, message, secret) => {
    for (const piiLoggingEnabled of [false, true]) {
      const { logger, lines } = listening({ piiLoggingEnabled, logLevel: LogLevel.Trace });

      logger.info(() => message, CORRELATION_ID);

      expect(lines).toHaveLength(1);
      expect(lines[0]?.text).not.toContain(secret);
      expect(lines[0]?.text).toContain("(redacted)");
    }
  });

  test("keeps the codes of errors", () => {
    const { logger, lines } = listening();
    const text = "interaction_required (status=Status_Unexpected code=-51411 tag=4ulu5), error_codes 50076";

    logger.error(() => text, CORRELATION_ID);

    expect(lines[0]?.text.endsWith(text)).toBe(true);
  });

  test("cannot be forged by a message", () => {
    const { logger, lines } = listening();

    logger.info(() => "one\n[Sat] : [id] : forged\u001b[2J", CORRELATION_ID);

    expect(lines).toHaveLength(1);
    expect(lines[0]?.text).not.toMatch(/[\n\u001b]/);
  });
});

describe("without a callback", () => {
  test("no message is made", () => {
    for (const options of [undefined, {}, { logLevel: LogLevel.Trace }]) {
      const logger = createLogger(options, SOURCE);
      let made = 0;
      for (const name of NAMES) logger[name](() => `message ${(made += 1)}`, CORRELATION_ID);
      expect(made).toBe(0);
    }
  });

  test("none is made for a level that nobody listens to either", () => {
    const { logger } = listening({ logLevel: LogLevel.Error });
    let made = 0;

    logger.info(() => `message ${(made += 1)}`, CORRELATION_ID);

    expect(made).toBe(0);
  });

  test("msal-node gets none either", () => {
    expect(createLogger(undefined, SOURCE).forMsal(() => "")).toStrictEqual({});
  });
});

test("a callback that throws disturbs nobody", () => {
  let calls = 0;
  const loggerCallback = (): never => {
    calls += 1;
    throw new Error("broken callback");
  };
  const logger = createLogger({ loggerCallback }, SOURCE);

  logger.error(() => "m", CORRELATION_ID);
  logger.forMsal(() => OTHER_ID).loggerCallback?.(LogLevel.Error, "m", false);

  expect(calls).toBe(2);
});

describe("msal-node's own lines", () => {
  function msalLine(line: string, options: LoggerOptions = {}): string | undefined {
    const { logger, lines } = listening(options);
    logger.forMsal(() => OTHER_ID).loggerCallback?.(LogLevel.Verbose, line, false);
    return lines[0]?.text;
  }

  const header = (id: string): string =>
    `[Sat, 21 Nov 2026 10:00:00 GMT] : [${id}] : @azure/msal-node@7.2.1 : Verbose - `;

  test("keep their correlation id", () => {
    expect(msalLine(`${header(CORRELATION_ID)}called`)).toBe(`${header(CORRELATION_ID)}called`);
  });

  test("get the current one where they have none", () => {
    expect(msalLine(`${header("")}called`)).toBe(`${header(OTHER_ID)}called`);
  });

  test("get a header where they have none", () => {
    expect(msalLine("called by ines@contoso.example")).toMatch(
      new RegExp(String.raw`\] : \[${OTHER_ID}\] : @azure/msal-node : Verbose - called by \(user name\)$`),
    );
  });

  test("lose tokens and user names as ours do", () => {
    expect(msalLine(`${header("")}refresh_token=short-token for ines@contoso.example`)).toBe(
      `${header(OTHER_ID)}refresh_token=(redacted) for (user name)`,
    );
    expect(msalLine(`${header("")}for ines@contoso.example`, { piiLoggingEnabled: true })).toContain(
      "for ines@contoso.example",
    );
  });

  test("come from a real client through the callback, each with a correlation id", async () => {
    const { logger, lines } = listening({ logLevel: LogLevel.Trace });
    const app = new PublicClientApplication({
      auth: { clientId: CLIENT_ID },
      system: { loggerOptions: logger.forMsal(() => OTHER_ID) },
    });

    await app.getAllAccounts();

    expect(lines.length).toBeGreaterThan(0);
    for (const { text } of lines) {
      expect(text).toMatch(
        /^\[[^\]]+ GMT\] : \[[\da-f-]{36}\] : @azure\/msal-(?:node|common)@[\d.]+ : \w+ - \w/,
      );
    }
  });
});
