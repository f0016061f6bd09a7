import { Refusal, STATUS } from "../directory/refusal.js";

/** What is wrong with an HTTP request as such; the broker's face never says any of it. */
function malformed(code: number, sentence: string, http = 400, error = "invalid_request"): Refusal {
  return new Refusal(STATUS.ApiContractViolation, "http4", `AADSTS${code}: ${sentence}`, {
    errorCode: code,
    http,
    error,
  });
}

/** A parameter that must be there is not. */
export function missingParameter(name: string): Refusal {
  return malformed(900144, `The request body must contain the following parameter: '${name}'.`);
}

/** A parameter is there twice, which OAuth does not allow (RFC 6749 section 3.1). */
export function repeatedParameter(name: string): Refusal {
  return malformed(
    9000411,
    `The request is not properly formatted. The parameter '${name}' is there more than once.`,
  );
}

/** A parameter has a value that it cannot have. */
export function unusableParameter(name: string, why: string): Refusal {
  return malformed(90023, `The value of the parameter '${name}' cannot be used: ${why}.`);
}

/** A response type that the app registration does not allow. */
export function unsupportedResponseType(value: string): Refusal {
  return malformed(
    700054,
    `The response_type '${value}' is not enabled for the application. A native app asks for 'code'.`,
    400,
    "unsupported_response_type",
  );
}

/** The method is not the endpoint's. */
export function wrongMethod(method: string, allowed: readonly string[]): Refusal {
  return malformed(
    900561,
    `The endpoint only accepts ${allowed.join(", ")} requests. Received a ${method} request.`,
    405,
  );
}

/** Nothing is at this path. */
export function unknownPath(): Refusal {
  return malformed(90023, "There is no endpoint at this path.", 404, "not_found");
}

/** The body is longer than any sign-in needs. */
export function bodyTooLarge(limit: number): Refusal {
  return malformed(9002313, `Invalid request. The body is longer than ${limit} bytes.`, 413);
}

/** The body is of another type than HTML forms send. */
export function unusableBody(type: string): Refusal {
  return malformed(
    9002313,
    `Invalid request. The body must be application/x-www-form-urlencoded, not '${type}'.`,
    415,
  );
}

/** The request came by a host name that is not the authority's: a web page may be reaching for it (DNS rebinding). */
export function unknownHost(host: string): Refusal {
  return malformed(90023, `This authority is not '${host}'.`, 421);
}

/** The control endpoints were called without this run's token. */
export function controlRefused(): Refusal {
  return malformed(90023, "The control token of this run is missing or wrong.", 401, "invalid_token");
}
