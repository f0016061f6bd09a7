import { BrokerError } from "../errors/broker-error.js";
import type { ErrorContext } from "../errors/oauth-error.js";
import { quotable, redactedError, textOf } from "../errors/redact.js";
import { isError } from "../errors/is-error.js";

/** Codes of OpenSSL's and Node's for a connection that could not be made safe. */
const TLS = /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/;

/** A request that got no answer: what the system said about it, under undici's "fetch failed". */
export function networkFailure(thrown: unknown, url: string, context: ErrorContext): BrokerError {
  const [deepest = thrown] = causes(thrown).slice(-1);
  const code = codeOf(deepest);
  const words = [code, textOf(deepest)].filter(
    (part, index, all) => part !== undefined && all.indexOf(part) === index,
  );
  const tls = code !== undefined && TLS.test(code);
  const what = tls ? "no safe connection (TLS) could be made to" : "no answer came from";
  return new BrokerError("no_network_connectivity", {
    message: `${what} ${new URL(url).host}: ${quotable(words.join(": "))}`,
    hint: tls
      ? "Behind a proxy that opens TLS, give Node.js its certificate: NODE_EXTRA_CA_CERTS=/path/to/ca.pem"
      : "Check the network and the proxy, and try again.",
    correlationId: context.correlationId,
    cause: redactedError(deepest),
  });
}

/** An error, its cause, and so on; of several that failed together (IPv6 and IPv4, say) the first. */
function causes(thrown: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  let next: unknown = thrown;
  while (isError(next) && chain.length < 10) {
    chain.push(next);
    const together: unknown = Reflect.get(next, "errors");
    next = (Array.isArray(together) ? together[0] : undefined) ?? next.cause;
  }
  return chain;
}

function codeOf(error: unknown): string | undefined {
  const code: unknown = isError(error) ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : undefined;
}
