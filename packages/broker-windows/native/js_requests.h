#pragma once

#include <napi.h>

#include <cstdint>
#include <optional>

#include "channel.h"
#include "requests.h"

namespace authbroker {

/// A request and its time limit, milliseconds; 0 is none.
struct TimedRequest {
  Request request;
  uint32_t timeout_ms;
};

// The requests of `src/addon.ts`. Each reader throws a TypeError that names the field, and then gives nothing.

std::optional<TimedRequest> ReadFindProvider(Napi::Value value);
std::optional<TimedRequest> ReadFindAccounts(Napi::Value value);
std::optional<TimedRequest> ReadGetToken(Napi::Value value);
std::optional<TimedRequest> ReadSignOut(Napi::Value value);

/// The `id` of a `Pending`.
std::optional<OperationId> ReadOperationId(Napi::Value value);

}  // namespace authbroker
