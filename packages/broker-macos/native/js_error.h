#pragma once

#include <node_api.h>

#import "sso_outcome.h"

/// The `AddonError` of `src/addon.ts`, of a failure. Null when the environment is ending.
napi_value ToError(napi_env env, AuthbrokerSsoOutcome *failure);
