#pragma once

#include <napi.h>

namespace authbroker {

/// What the addon keeps per Node.js environment; each worker thread has its own.
struct AddonData {
  Napi::FunctionReference pending_call;
};

}  // namespace authbroker
