// node scripts/debian-packages.mjs [SYSTEM]: the packages of Debian and Ubuntu that npm test, or npm run build -- SYSTEM,
// would install here if it were root. For workflows, which are not.
import { missingDebianPackages, TO_COMPILE_FOR, TO_RUN_WINDOWS, TO_TEST } from "./lib/system-packages.mjs";

const [system] = process.argv.slice(2);
const names = system === undefined ? [...TO_TEST, ...TO_RUN_WINDOWS] : (TO_COMPILE_FOR.get(system) ?? []);
process.stdout.write(`${missingDebianPackages(names).join(" ")}\n`);
