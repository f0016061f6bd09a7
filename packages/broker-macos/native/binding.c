#include <node_api.h>

#include "js_functions.h"

NAPI_MODULE_INIT() { return DefineAddon(env, exports); }
