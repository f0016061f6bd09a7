#include "js_pending_call.h"

#include "addon_data.h"
#include "js_connection.h"

namespace authbroker {

Napi::Function JsPendingCall::Define(Napi::Env env) {
  return DefineClass(env, "PendingCall", {InstanceMethod<&JsPendingCall::Cancel>("cancel")});
}

JsPendingCall* JsPendingCall::New(Napi::Env env, napi_value reply) {
  const Napi::Object object = env.GetInstanceData<AddonData>()->pending_call.New({});
  if (object.IsEmpty()) return nullptr;
  object.Set("reply", reply);
  return Unwrap(object);
}

JsPendingCall::JsPendingCall(const Napi::CallbackInfo& info) : ObjectWrap(info) {}

JsPendingCall::~JsPendingCall() {
  if (connection_ != nullptr) connection_->Forget(id_);
}

void JsPendingCall::Attach(JsConnection* connection, CallId id) {
  connection_ = connection;
  id_ = id;
}

void JsPendingCall::Cancel(const Napi::CallbackInfo&) {
  if (connection_ != nullptr) connection_->Cancel(id_);
}

}  // namespace authbroker
