#pragma once

#include <napi.h>

#include <map>
#include <memory>
#include <vector>

#include "bus_connection.h"
#include "cleanup_hook.h"

namespace authbroker {

/// The `Connection` of `src/addon.ts`: turns the events of a `BusConnection` into promises and callbacks.
///
/// The JavaScript object is kept from being collected while a call is pending or an owner is watched.
class JsConnection : public Napi::ObjectWrap<JsConnection>,
                     private BusConnection::Observer,
                     private CleanupHook::Owner {
 public:
  static Napi::Function Define(Napi::Env env);

  explicit JsConnection(const Napi::CallbackInfo& info);
  ~JsConnection() override;

 private:
  Napi::Value Connected(const Napi::CallbackInfo& info);
  Napi::Value Call(const Napi::CallbackInfo& info);
  void Cancel(const Napi::CallbackInfo& info);
  void WatchOwner(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  void OnEvents(std::vector<BusEvent> events) override;
  void OnTeardown() override { bus_.reset(); }
  void OnHookRemoved() override { cleanup_hook_ = nullptr; }
  void Deliver(const BusEvent& event);
  void Settle(CallId id, const Outcome& outcome);
  void Notify(const OwnerChanged& changed);
  void UpdateHold();

  /// Null before the constructor is through, and when the environment is ending.
  std::unique_ptr<BusConnection> bus_;
  CleanupHook* cleanup_hook_ = nullptr;
  Napi::AsyncContext async_context_;
  /// The promises of the calls in flight. One that is pending when the environment ends stays so.
  std::map<CallId, napi_deferred> pending_;
  std::map<WatchId, Napi::FunctionReference> owner_callbacks_;
  bool delivering_ = false;
  bool held_ = false;
};

}  // namespace authbroker
