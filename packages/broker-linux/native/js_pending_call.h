#pragma once

#include <napi.h>

#include "pending_calls.h"

namespace authbroker {

class JsConnection;

/// The `PendingCall` of `src/addon.ts`. It and its connection know each other until the call settles or one of them is
/// collected; neither keeps the other.
class JsPendingCall : public Napi::ObjectWrap<JsPendingCall> {
 public:
  static Napi::Function Define(Napi::Env env);
  /// Null, with an exception pending, when the environment is ending.
  static JsPendingCall* New(Napi::Env env, napi_value reply);

  /// What `new` does: a call that has settled.
  explicit JsPendingCall(const Napi::CallbackInfo& info);
  ~JsPendingCall() override;

  void Attach(JsConnection* connection, CallId id);
  void Detach() { connection_ = nullptr; }

 private:
  void Cancel(const Napi::CallbackInfo& info);

  JsConnection* connection_ = nullptr;
  CallId id_ = 0;
};

}  // namespace authbroker
