#include <napi.h>

#include "addon_data.h"
#include "js_connection.h"
#include "js_pending_call.h"

namespace {

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  using namespace authbroker;
  env.SetInstanceData(new AddonData{Napi::Persistent(JsPendingCall::Define(env))});
  exports.Set("Connection", JsConnection::Define(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(NODE_GYP_MODULE_NAME, Init)
