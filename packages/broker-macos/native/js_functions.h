#pragma once

#include <node_api.h>

/// Makes `exports` the `Addon` of `src/addon.ts`. Null with an exception pending when Node.js refuses.
napi_value DefineAddon(napi_env env, napi_value exports);
