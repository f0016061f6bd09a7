import type { BrokerRequest, BrokerUnavailable } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import type { PassedOver } from "./decide.js";

/** Why a token came the way it came, in words: `the broker was passed over (no_session_bus): …`. */
export function passedOverText(passedOver: readonly PassedOver[]): string {
  return passedOver
    .map(({ route, reason, message }) => `the ${route} was passed over (${reason}): ${message}`)
    .join("; ");
}

/** No route is left for a call. The message says why of each, the hint what mends the first that can be mended. */
export function noRoute(
  passedOver: readonly PassedOver[],
  { correlationId }: Pick<BrokerRequest, "correlationId">,
  advice: string | undefined,
): BrokerError {
  const fix = passedOver.find((each) => each.fix !== undefined)?.fix;
  return new BrokerError("route_unavailable", {
    message: `no route is left for this call: ${passedOverText(passedOver)}`,
    hint: [fix, advice].filter((line) => line !== undefined).join(" ") || undefined,
    correlationId,
  });
}

/** A call that the broker alone serves, where it cannot be used. */
export function noBroker(
  { reason, message, fix }: BrokerUnavailable,
  request: Pick<BrokerRequest, "correlationId">,
): BrokerError {
  return noRoute([{ route: "broker", reason, message, fix }], request, undefined);
}
