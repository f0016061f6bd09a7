#include "channel.h"

#include <mutex>
#include <utility>

namespace authbroker {
namespace {

/// `env` is null when the environment ends with messages on their way.
void Receive(napi_env env, napi_value, void* receiver, void* data) {
  const std::unique_ptr<Settled> settled(static_cast<Settled*>(data));
  if (env != nullptr) static_cast<Channel::Receiver*>(receiver)->OnSettled(std::move(*settled));
}

}  // namespace

std::shared_ptr<Channel> Channel::Open(napi_env env, Receiver* receiver) {
  auto channel = std::make_shared<Channel>();
  napi_value name = nullptr;
  if (napi_create_string_utf8(env, "authbroker:wam", NAPI_AUTO_LENGTH, &name) != napi_ok) return nullptr;
  if (napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, receiver, Receive,
                                      &channel->function_) != napi_ok) {
    return nullptr;
  }
  channel->HoldLoop(env, false);
  return channel;
}

void Channel::Send(Settled settled) {
  auto message = std::make_unique<Settled>(std::move(settled));
  const std::lock_guard lock(mutex_);
  if (function_ == nullptr) return;
  // The queue has no limit, so that this neither blocks nor fails while the environment lives.
  if (napi_call_threadsafe_function(function_, message.get(), napi_tsfn_nonblocking) == napi_ok) message.release();
}

void Channel::HoldLoop(napi_env env, bool hold) {
  if (function_ == nullptr) return;
  if (hold) {
    napi_ref_threadsafe_function(env, function_);
  } else {
    napi_unref_threadsafe_function(env, function_);
  }
}

void Channel::Close() {
  const std::lock_guard lock(mutex_);
  if (napi_threadsafe_function function = std::exchange(function_, nullptr)) {
    napi_release_threadsafe_function(function, napi_tsfn_abort);
  }
}

}  // namespace authbroker
