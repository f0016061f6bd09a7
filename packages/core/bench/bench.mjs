// What a call costs that msal-node's token cache can answer, next to the same call of msal-node's own over the same cache.
// Every figure is a ratio taken within one run, in rounds that alternate, because the machine's own speed drifts.
//
//   node bench/bench.mjs [--json]
import { parseArgs } from "node:util";
import { clientsInMemory, clientsOver } from "./clients.mjs";
import { compare } from "./statistics.mjs";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });

const say = (line) => process.stderr.write(`${line}\n`);

const counted = (accounts) => `${accounts} ${accounts === 1 ? "account" : "accounts"}`;

/** A silent call, for a token that the cache holds. */
async function silentCall({ accounts, limit, rounds, calls }) {
  const { ours, theirs } = await clientsOver(accounts);
  const name = `silent call from a cache of ${counted(accounts)}, against msal-node's own`;
  return compare({ name, limit, rounds, calls, ours: ours.silent, theirs: theirs.silent });
}

/** The same without a plugin, where msal-node has its cache at hand. */
async function silentCallInMemory({ accounts, limit, rounds, calls }) {
  const { ours, theirs } = await clientsInMemory(accounts);
  const name = `silent call after the sign-ins of ${counted(accounts)}, without a plugin, against msal-node's own`;
  return compare({ name, limit, rounds, calls, ours: ours.silent, theirs: theirs.silent });
}

/** The list of all accounts. msal-node takes seconds for it, so there is little to repeat. */
async function allAccounts({ accounts, limit, rounds, calls }) {
  const { ours, theirs } = await clientsOver(accounts);
  const name = `getAllAccounts() of a cache of ${counted(accounts)}, against msal-node's own`;
  return compare({ name, limit, rounds, calls, ours: ours.accounts, theirs: theirs.accounts });
}

const FIGURES = [
  { what: "a silent call", take: silentCall, accounts: 1, limit: 1.1, rounds: 15, calls: 200 },
  { what: "a silent call", take: silentCall, accounts: 100, limit: 1, rounds: 9, calls: 50 },
  // Below 1, to three digits.
  { what: "a silent call", take: silentCall, accounts: 1000, limit: 0.999, rounds: 5, calls: 11 },
  {
    what: "a silent call without a plugin",
    take: silentCallInMemory,
    accounts: 1,
    limit: 1.1,
    rounds: 15,
    calls: 200,
  },
  {
    what: "a silent call without a plugin",
    take: silentCallInMemory,
    accounts: 100,
    limit: 1,
    rounds: 9,
    calls: 50,
  },
  { what: "getAllAccounts()", take: allAccounts, accounts: 1000, limit: 0.1, rounds: 3, calls: 1 },
];

const figures = [];
for (const { what, take, ...options } of FIGURES) {
  say(`measuring ${what} with ${counted(options.accounts)} …`);
  const figure = await take(options);
  figures.push({ ...figure, holds: figure.value <= figure.limit });
}
say("");
for (const { name, value, unit, limit, holds, detail } of figures) {
  say(`${holds ? "holds" : "FAILS"}  ${value} ${unit} (limit ${limit})  ${name}: ${detail}`);
}
if (values.json) {
  process.stdout.write(
    `${JSON.stringify(figures.map(({ name, value, unit, limit, holds }) => ({ name, value, unit, limit, holds })))}\n`,
  );
}
process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;
