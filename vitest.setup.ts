// Vitest sets FORCE_COLOR for its workers, and a person may have set NO_COLOR: the programs that tests start must print
// the same either way.
delete process.env["FORCE_COLOR"];
delete process.env["NO_COLOR"];
