#pragma once

#include <napi.h>

#include "answers.h"
#include "channel.h"
#include "failure.h"
#include "system_facts.h"

namespace authbroker {

/// The `Pending` of `src/addon.ts`: a plain object. A wrapped one would survive the collection of young objects, and
/// keep its answer with it.
Napi::Value ToPending(Napi::Env env, OperationId id, napi_value answer);

/// The `AddonError` of `src/addon.ts`; empty when the environment is ending.
Napi::Value ToError(Napi::Env env, const Failure& failure);

/// The answer in an outcome that is not a failure.
Napi::Value ToValue(Napi::Env env, const Outcome& outcome);

Napi::Value ToValue(Napi::Env env, const SystemFacts& facts);

}  // namespace authbroker
