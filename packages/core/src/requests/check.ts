/** Longest delay that `setTimeout` takes; a longer one would fire at once. */
export const LONGEST_TIMEOUT_MS: number = 2 ** 31 - 1;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws TypeError that names the argument, unless `value` is a non-empty string. */
export function requireNonEmptyString(argument: string, value: unknown): asserts value is string {
  if (typeof value !== "string" || value === "") {
    throw new TypeError(`"${argument}" must be a non-empty string; received ${describe(value)}`);
  }
}

/**
 * @param other What the caller takes beside an object, for the message.
 * @throws TypeError that names the argument, unless `value` is an object.
 */
export function requireObject(argument: string, value: unknown, other?: string): asserts value is object {
  if (typeof value !== "object" || value === null) {
    const or = other === undefined ? "" : `, or ${other}`;
    throw new TypeError(`"${argument}" must be an object${or}; received ${describe(value)}`);
  }
}

/** @throws TypeError that names the argument or its method, unless `value` is an object with these methods. */
export function requireMethods(argument: string, value: unknown, methods: readonly string[]): void {
  requireObject(argument, value);
  for (const method of methods) {
    const found: unknown = Reflect.get(value, method);
    if (typeof found !== "function") {
      throw new TypeError(`"${argument}.${method}" must be a function; received ${describe(found)}`);
    }
  }
}

/** @throws TypeError that names the argument, unless `value` is an array of at least one non-empty string. */
export function requireScopes(argument: string, value: unknown): asserts value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new TypeError(`"${argument}" must be an array of at least one scope; received ${describe(value)}`);
  }
  for (const [index, scope] of value.entries()) {
    requireNonEmptyString(`${argument}[${index}]`, scope);
    if (/\s/.test(scope)) {
      throw new TypeError(`"${argument}[${index}]" must be one scope; received several in one string`);
    }
  }
}

/** @throws TypeError that names the argument, unless `value` is an object of strings. */
export function requireStringRecord(
  argument: string,
  value: unknown,
): asserts value is Readonly<Record<string, string>> {
  requireObject(argument, value);
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== "string") {
      throw new TypeError(`"${argument}.${key}" must be a string; received ${describe(entry)}`);
    }
  }
}

/** @throws TypeError that names the argument, unless `value` is a UUID; returns it in lower case. */
export function requireUuid(argument: string, value: unknown): string {
  const uuid = typeof value === "string" ? value.toLowerCase() : "";
  if (!UUID.test(uuid)) throw new TypeError(`"${argument}" must be a UUID; received ${describe(value)}`);
  return uuid;
}

/** @throws TypeError that names the argument, unless `value` is a usable number of milliseconds. */
export function requireTimeout(argument: string, value: unknown): asserts value is number {
  if (typeof value !== "number" || !(value > 0 && value <= LONGEST_TIMEOUT_MS)) {
    throw new TypeError(
      `"${argument}" must be a number of milliseconds above 0 and at most ${LONGEST_TIMEOUT_MS}; received ${describe(value)}`,
    );
  }
}

/** @throws TypeError that names the argument, unless `value` is JSON text of an object. */
export function requireJsonObject(argument: string, value: unknown): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = typeof value === "string" ? JSON.parse(value) : undefined;
  } catch {
    // The parser's message quotes the text; what is wrong is said below without it.
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new TypeError(`"${argument}" must be JSON text of an object; received ${describe(value)}`);
  }
  return { ...parsed };
}

/** What a wrong argument was, without its content: it may be a secret in the wrong place. */
export function describe(value: unknown): string {
  if (value === "") return "an empty string";
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
