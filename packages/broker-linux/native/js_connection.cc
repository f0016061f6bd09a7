#include "js_connection.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "bus_address.h"
#include "js_values.h"

namespace authbroker {
namespace {

/// Tells this class's objects from other native ones. V8 checks the receiver of a method, but not that of an accessor.
constexpr napi_type_tag kTypeTag = {0x6a1f0c5be2d94873, 0x9b3e57c8a40d1f62};

void Throw(Napi::Env env, const Failure& failure) { napi_throw(env, ToError(env, failure)); }

void ThrowTypeError(Napi::Env env, const char* message) { napi_throw_type_error(env, nullptr, message); }

}  // namespace

Napi::Function JsConnection::Define(Napi::Env env) {
  return DefineClass(env, "Connection",
                     {InstanceAccessor<&JsConnection::Connected>("connected", napi_enumerable),
                      InstanceMethod<&JsConnection::Call>("call"),
                      InstanceMethod<&JsConnection::Cancel>("cancel"),
                      InstanceMethod<&JsConnection::WatchOwner>("watchOwner"),
                      InstanceMethod<&JsConnection::Close>("close")});
}

JsConnection::JsConnection(const Napi::CallbackInfo& info)
    : ObjectWrap(info), async_context_(info.Env(), "authbroker:bus") {
  const Napi::Env env = info.Env();
  Value().TypeTag(&kTypeTag);
  const std::optional<std::string> address = ReadString(info[0], "address");
  if (!address) return;
  if (std::optional<std::string> refusal = RefuseAddress(*address)) {
    Throw(env, {FailureCode::kDisconnected, std::move(*refusal)});
    return;
  }

  uv_loop_t* loop = nullptr;
  CleanupHook* hook = nullptr;
  if (napi_get_uv_event_loop(env, &loop) == napi_ok) hook = CleanupHook::Add(env, this);
  if (hook == nullptr) {
    Throw(env, {FailureCode::kDisconnected, "This Node.js environment is ending."});
    return;
  }
  cleanup_hook_ = hook;

  std::optional<Failure> failure;
  bus_ = BusConnection::Open(loop, *address, this, [hook] { hook->Remove(); }, &failure);
  if (failure) Throw(env, *failure);
}

JsConnection::~JsConnection() {
  if (cleanup_hook_ != nullptr) cleanup_hook_->Disown();
}

Napi::Value JsConnection::Connected(const Napi::CallbackInfo& info) {
  if (!info.This().As<Napi::Object>().CheckTypeTag(&kTypeTag)) {
    ThrowTypeError(info.Env(), "\"connected\" belongs to a Connection");
    return Napi::Value();
  }
  return Napi::Boolean::New(info.Env(), bus_ != nullptr && bus_->connected());
}

Napi::Value JsConnection::Call(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::optional<MethodCall> method_call = ReadMethodCall(info[0]);
  if (!method_call || bus_ == nullptr) return env.Undefined();

  napi_deferred deferred = nullptr;
  napi_value reply = nullptr;
  if (napi_create_promise(env, &deferred, &reply) != napi_ok) return env.Undefined();

  CallId call_id = kNoCall;
  const std::variant<CallId, Failure> sent = bus_->Call(*method_call);
  if (const auto* failure = std::get_if<Failure>(&sent)) {
    napi_reject_deferred(env, deferred, ToError(env, *failure));
  } else if (const auto* id = std::get_if<CallId>(&sent)) {
    call_id = *id;
    pending_.emplace(*id, deferred);
    UpdateHold();
  }
  return ToPendingCall(env, call_id, reply);
}

void JsConnection::Cancel(const Napi::CallbackInfo& info) {
  const std::optional<CallId> given = ReadCallId(info[0]);
  if (!given || bus_ == nullptr || pending_.count(*given) == 0) return;
  const CallId id = *given;
  std::optional<Failure> failure = bus_->Cancel(id);
  // Its reply may have come and wait to be delivered; for the caller the call is pending all the same.
  if (!failure) failure = Failure{FailureCode::kCancelled, "The call was cancelled."};
  Settle(id, *failure);
  UpdateHold();
}

void JsConnection::WatchOwner(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::optional<std::string> name = ReadString(info[0], "name");
  if (!name || bus_ == nullptr) return;
  if (!bus_->IsServiceName(*name)) return ThrowTypeError(env, "\"name\" must be a valid bus name");
  if (!info[1].IsFunction()) return ThrowTypeError(env, "\"onChange\" must be a function");

  const std::variant<WatchId, Failure> watched = bus_->WatchOwner(*name);
  if (const auto* failure = std::get_if<Failure>(&watched)) return Throw(env, *failure);
  if (const auto* id = std::get_if<WatchId>(&watched)) {
    owner_callbacks_.emplace(*id, Napi::Persistent(info[1].As<Napi::Function>()));
  }
  UpdateHold();
}

void JsConnection::Close(const Napi::CallbackInfo&) {
  if (bus_ == nullptr) return;
  for (const BusEvent& event : bus_->Close()) {
    if (const auto* settled = std::get_if<CallSettled>(&event)) Settle(settled->id, settled->outcome);
  }
  // What is left has a reply that waits to be delivered.
  while (!pending_.empty()) {
    Settle(pending_.begin()->first, Failure{FailureCode::kDisconnected, "The connection was closed."});
  }
  UpdateHold();
}

void JsConnection::OnEvents(std::vector<BusEvent> events) {
  // Letting go of the JavaScript object may end this one, so that comes last.
  delivering_ = true;
  for (const BusEvent& event : events) Deliver(event);
  delivering_ = false;
  UpdateHold();
}

void JsConnection::Deliver(const BusEvent& event) {
  const Napi::Env env = Env();
  const Napi::HandleScope handle_scope(env);
  // Microtasks run when this scope ends, as after any callback of Node's own.
  const Napi::CallbackScope callback_scope(env, async_context_);
  if (const auto* settled = std::get_if<CallSettled>(&event)) {
    Settle(settled->id, settled->outcome);
  } else if (const auto* changed = std::get_if<OwnerChanged>(&event)) {
    Notify(*changed);
  }
}

void JsConnection::Settle(CallId id, const Outcome& outcome) {
  const auto found = pending_.find(id);
  // It was cancelled, or the connection closed, while its reply waited to be delivered.
  if (found == pending_.end()) return;
  const napi_deferred deferred = found->second;
  pending_.erase(found);

  const Napi::Env env = Env();
  // Settling fails only when the environment is ending, and then nobody is there to be told.
  if (const auto* failure = std::get_if<Failure>(&outcome)) {
    napi_reject_deferred(env, deferred, ToError(env, *failure));
  } else if (const auto* value = std::get_if<ReplyValue>(&outcome)) {
    napi_resolve_deferred(env, deferred, ToValue(env, *value));
  }
}

void JsConnection::Notify(const OwnerChanged& changed) {
  const auto found = owner_callbacks_.find(changed.id);
  // A callback before this one may have closed the connection.
  if (found == owner_callbacks_.end()) return;
  const Napi::Env env = Env();
  const Napi::Function callback = found->second.Value();
  callback.Call({Napi::String::New(env, changed.owner)});
  if (env.IsExceptionPending()) napi_fatal_exception(env, env.GetAndClearPendingException().Value());
}

void JsConnection::UpdateHold() {
  if (!bus_->connected()) owner_callbacks_.clear();
  const bool hold = delivering_ || !pending_.empty() || !owner_callbacks_.empty();
  if (hold == held_) return;
  held_ = hold;
  if (hold) {
    Ref();
  } else {
    Unref();
  }
}

}  // namespace authbroker
