#pragma once

#include <napi.h>

#include <optional>
#include <string>

#include "bus_connection.h"
#include "outcome.h"

namespace authbroker {

// The readers below throw a TypeError that names the field, and then give nothing.

/// A string that D-Bus can carry: no NUL, no lone surrogate.
std::optional<std::string> ReadString(Napi::Value value, const std::string& field);

/// The `MethodCall` of `src/addon.ts`.
std::optional<MethodCall> ReadMethodCall(Napi::Value value);

/// The `id` of a `PendingCall`.
std::optional<CallId> ReadCallId(Napi::Value value);

/// The `PendingCall` of `src/addon.ts`: a plain object. A wrapped one would survive the collection of young objects, and
/// keep its reply with it.
Napi::Value ToPendingCall(Napi::Env env, CallId id, napi_value reply);

/// The `AddonError` of `src/addon.ts`; empty when the environment is ending.
Napi::Value ToError(Napi::Env env, const Failure& failure);

Napi::Value ToValue(Napi::Env env, const ReplyValue& value);

}  // namespace authbroker
