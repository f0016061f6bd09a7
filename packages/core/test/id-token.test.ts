import { BrokerError } from "@authbroker/core";
import { parseClientInfo, parseIdToken } from "@authbroker/core/broker";
import { describe, expect, test } from "vitest";
import { unsignedJwt } from "./fake-broker.js";
import { random } from "./random.js";

const base64url = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

const MARK = "MarkThatMustNotShow";

interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

function attempt(work: () => unknown): Outcome {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

const isClaimsOrBrokerError = ({ value, error }: Outcome): boolean =>
  error instanceof BrokerError || (typeof value === "object" && value !== null);

/** Refused for what the answer is, in words that do not repeat it. */
const isRefusal =
  (message: RegExp) =>
  ({ error }: Outcome): boolean =>
    error instanceof BrokerError &&
    error.errorCode === "broker_response_invalid" &&
    message.test(error.message) &&
    !error.message.includes(MARK) &&
    !error.message.includes(base64url(MARK).slice(0, 20));

describe("parseIdToken()", () => {
  test("gives the claims as they came, those included that it does not know", () => {
    const claims = {
      oid: "o",
      sub: "s",
      tid: "t",
      name: "Zoë Ünal 李",
      roles: ["a"],
      amr: { x: null },
      exp: 1,
    };

    expect(parseIdToken(unsignedJwt(claims))).toStrictEqual(claims);
  });

  test("does not look at the header or the signature", () => {
    expect(parseIdToken(`.${base64url({ oid: "o" })}.`)).toStrictEqual({ oid: "o" });
  });

  test("gives a claim named __proto__ no power", () => {
    const claims = parseIdToken(`a.${base64url('{"__proto__":{"oid":"forged"},"tid":"t"}')}.c`);

    expect(claims.oid).toBeUndefined();
    expect(({} as { oid?: string }).oid).toBeUndefined();
  });

  test.each([
    ["nothing", ""],
    ["one part", base64url({ oid: MARK })],
    ["two parts", `a.${base64url({ oid: MARK })}`],
    ["four parts", `a.${base64url({ oid: MARK })}.c.d`],
    ["five parts, an encrypted token", `a.b.${base64url({ oid: MARK })}.d.e`],
    ["an empty payload", `${MARK}..c`],
    ["no base64url", `a.{"oid":"${MARK}"}.c`],
    ["base64 with blanks", `a.${base64url({ oid: MARK })} .c`],
    ["a line feed at its end", `a.${base64url({ oid: MARK })}\n.c`],
    ["a payload that is no JSON", `a.${base64url(`{"oid":"${MARK}"`)}.c`],
    ["an array", `a.${base64url([MARK])}.c`],
    ["a string", `a.${base64url(JSON.stringify(MARK))}.c`],
    ["a number", `a.${base64url("5")}.c`],
    ["null", `a.${base64url("null")}.c`],
  ])("refuses %s without repeating it", (_what, token) => {
    expect(attempt(() => parseIdToken(token))).toSatisfy(isRefusal(/ID token/));
  });

  test.each(["oid", "sub", "tid", "name", "preferred_username"])(
    "refuses a %s that is no string",
    (claim) => {
      for (const value of [5, null, true, [MARK], { value: MARK }]) {
        expect(attempt(() => parseIdToken(unsignedJwt({ [claim]: value })))).toSatisfy(
          isRefusal(new RegExp(`"${claim}"`)),
        );
      }
    },
  );
});

describe("parseClientInfo()", () => {
  test("gives the user and the tenant, and nothing else", () => {
    expect(parseClientInfo(base64url({ uid: "u", utid: "t", more: 1 }))).toStrictEqual({
      uid: "u",
      utid: "t",
    });
  });

  test("takes base64url with padding", () => {
    const padded = `${base64url({ uid: "uu", utid: "t" })}==`;

    expect(parseClientInfo(padded)).toStrictEqual({ uid: "uu", utid: "t" });
  });

  test.each([
    ["nothing", ""],
    ["no base64url", `{"uid":"${MARK}","utid":"t"}`],
    ["no JSON", base64url(MARK)],
    ["an array", base64url([MARK])],
    ["null", base64url("null")],
    ["no user", base64url({ utid: MARK })],
    ["an empty user", base64url({ uid: "", utid: MARK })],
    ["no tenant", base64url({ uid: MARK })],
    ["an empty tenant", base64url({ uid: MARK, utid: "" })],
    ["a user that is a number", base64url({ uid: 5, utid: MARK })],
    ["a tenant that is an object", base64url({ uid: MARK, utid: {} })],
  ])("refuses %s without repeating it", (_what, clientInfo) => {
    expect(attempt(() => parseClientInfo(clientInfo))).toSatisfy(isRefusal(/client info/));
  });
});

test("whatever bytes come, both give claims or a BrokerError", () => {
  const next = random(20_261_121);
  const good = [unsignedJwt({ oid: "o", tid: "t", name: "Ines" }), base64url({ uid: "u", utid: "t" })];
  const alphabet = 'abcXYZ019-_=.{}[]":, \u0000\u00e9\u{1f600}';

  for (let round = 0; round < 4000; round += 1) {
    const characters = Array.from(String(good[next(good.length)]));
    for (let change = 0; change <= next(4); change += 1) {
      characters.splice(next(characters.length + 1), next(6), alphabet.charAt(next(alphabet.length)));
    }
    const text = characters.join("");
    for (const parse of [parseIdToken, parseClientInfo]) {
      const outcome = attempt(() => parse(text));
      expect(outcome).toSatisfy(isClaimsOrBrokerError);
    }
  }
});
