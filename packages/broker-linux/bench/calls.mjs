// The client's silent calls against bare sd-bus calls in C: the same service, the same request, the same answer.
import { silentRequest } from "../build/requests.js";
import { BROKER_INTERFACE, BROKER_NAME, BROKER_PATH } from "../build/protocol.js";
import { buildBareCall, runBareCall } from "./bare-call.mjs";
import { SCOPE } from "./emulator.mjs";
import { median, round } from "./statistics.mjs";

const ROUNDS = 15;
const CALLS = 300;
const WARM_UP_CALLS = 1000;
const AT_ONCE = 100;

/** The median of a silent call, as a multiple of the bare call's. */
export async function sequentialCalls(emulator) {
  const { app, account } = emulator;
  buildBareCall();
  const bodies = [body(emulator, SCOPE)];
  const silentCall = () => app.acquireTokenSilent({ scopes: [SCOPE], account });
  for (let call = 0; call < WARM_UP_CALLS; call++) await silentCall();
  const rounds = [];
  for (let repeat = 0; repeat < ROUNDS; repeat++) {
    const bare = bareCalls(emulator, bodies, CALLS, "sequential").medianMicroseconds;
    const ours = [];
    for (let call = 0; call < CALLS; call++) ours.push(await microseconds(silentCall));
    rounds.push({ ours: median(ours), bare });
  }
  return figure("median silent call, against a bare call in C", rounds, 3);
}

/** The time of 100 silent calls at once, each for another scope, as a multiple of the bare calls'. */
export async function concurrentCalls(emulator) {
  const { app, account } = emulator;
  const scopes = Array.from({ length: AT_ONCE }, (_, index) => `https://graph.microsoft.com/Scope.${index}`);
  await app.acquireTokenInteractive({ scopes, account });
  const bodies = scopes.map((scope) => body(emulator, scope));
  const rounds = [];
  for (let repeat = 0; repeat <= ROUNDS; repeat++) {
    const bare = bareCalls(emulator, bodies, AT_ONCE, "parallel").totalMicroseconds;
    const ours = await microseconds(() =>
      Promise.all(scopes.map((scope) => app.acquireTokenSilent({ scopes: [scope], account }))),
    );
    // The first round makes the service issue the tokens that it hands out afterwards.
    if (repeat > 0) rounds.push({ ours, bare });
  }
  return figure("100 silent calls at once, against as many bare calls in C", rounds, 5);
}

async function microseconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) * 1000;
}

/** The request that the client sends for a scope. */
function body({ account, clientId }, scope) {
  return JSON.stringify(
    silentRequest({
      clientId,
      account,
      scopes: [scope],
      authority: "https://login.microsoftonline.com/common",
      redirectUri: "https://login.microsoftonline.com/common/oauth2/nativeclient",
      correlationId: "00000000-0000-4000-8000-000000000000",
    }),
  );
}

function bareCalls({ busAddress: address }, bodies, count, manner) {
  const target = {
    address,
    destination: BROKER_NAME,
    path: BROKER_PATH,
    interface: BROKER_INTERFACE,
    member: "acquireTokenSilently",
  };
  return runBareCall(target, bodies, count, manner);
}

/** The middle of the rounds' ratios: within a round, both sides met the machine in the same mood. */
function figure(name, rounds, limit) {
  const microsecondsOf = (side) => Math.round(median(rounds.map((each) => each[side])));
  return {
    name,
    value: round(median(rounds.map(({ ours, bare }) => ours / bare))),
    unit: "×",
    limit,
    detail: `${microsecondsOf("ours")} µs against ${microsecondsOf("bare")} µs`,
  };
}
