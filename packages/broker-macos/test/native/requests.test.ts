import { afterEach, describe, expect, test } from "vitest";
import { StandIn } from "../stand-in/stand-in.js";
import { expectAllReleased, failure, standIn, start } from "./addon.js";

const TEXTS = "grüße, 世界, 🙂, \u{10FFFD}, e\u0301, \uFFFD, \uFFFF, a&b=c#%20?";

afterEach(expectAllReleased);

describe("what the extension is asked", () => {
  test("is the URL, the operation and the options, as they were given", async () => {
    standIn.play({ operations: { login: { deliver: "background" } } });
    const options = [
      ["msg_protocol_ver", "4"],
      ["scope", "User.Read Mail.Read"],
      ["claims", '{"id_token":{"auth_time":{"essential":true}}}'],
      ["extra_query_param", "a=b%20c&d=e+f"],
      ["prompt", ""],
      ["twice", "first"],
      ["twice", "second"],
      ["", "an option without a name"],
    ] as const;
    await failure(start({ operation: "login", url: `${StandIn.URL}?a=b`, options }));
    expect(standIn.request()).toMatchObject({ operation: "login", url: `${StandIn.URL}?a=b`, options });
  });

  test("is any Unicode text", async () => {
    standIn.play({ operations: { [TEXTS]: { deliver: "background" } } });
    await start({ operation: TEXTS, options: [[TEXTS, TEXTS]] }).answer;
    expect(standIn.request()).toMatchObject({ operation: TEXTS, options: [[TEXTS, TEXTS]] });
  });

  test("may be long, and much", async () => {
    standIn.play({ operations: { ask: { deliver: "background" } } });
    const long = "ß🙂".repeat(200_000);
    const options = Array.from({ length: 1000 }, (_, index) => [`name ${index}`, `value ${index}`] as const);
    await start({ options: [...options, ["long", long]] }).answer;
    expect(standIn.request().options).toEqual([...options, ["long", long]]);
  });

  test("may be nothing", async () => {
    standIn.play({ operations: { "": { deliver: "background" } } });
    await start({ operation: "", options: [] }).answer;
    expect(standIn.request()).toMatchObject({ operation: "", options: [] });
  });

  test("is asked on this thread, without user interface and without a presentation context", async () => {
    standIn.play({ operations: { ask: { deliver: "background" } } });
    await start().answer;
    expect(standIn.request()).toMatchObject({
      userInterfaceEnabled: false,
      presentationContextProvider: false,
      thread: "main",
    });
    expect(standIn.events().map(({ event }) => event)).not.toContain("activate");
  });

  test("is asked with user interface and a presentation context where that is wanted", async () => {
    standIn.play({ operations: { ask: { deliver: "background" } } });
    await start({ userInterface: true }).answer;
    expect(standIn.request()).toMatchObject({
      userInterfaceEnabled: true,
      presentationContextProvider: true,
      thread: "main",
    });
  });

  test("is not that there be no user interface, where macOS 11 has no word for it", async () => {
    standIn.play({ macosVersion: "11.7.10", operations: { ask: { deliver: "background" } } });
    await start().answer;
    expect(standIn.request()).toMatchObject({
      userInterfaceEnabled: true,
      presentationContextProvider: false,
    });
  });
});

test("what is changed in a request afterwards changes nothing", async () => {
  standIn.play({ operations: { ask: { deliver: "background", delayMs: 5 } } });
  const options: [string, string][] = [["a", "b"]];
  const { answer } = start({ options });
  options.push(["c", "d"]);
  await answer;
  expect(standIn.request().options).toEqual([["a", "b"]]);
});
