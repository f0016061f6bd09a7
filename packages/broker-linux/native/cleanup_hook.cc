#include "cleanup_hook.h"

namespace authbroker {

CleanupHook* CleanupHook::Add(napi_env env, Owner* owner) {
  auto* hook = new CleanupHook(owner);
  const auto run = [](napi_async_cleanup_hook_handle, void* data) {
    const auto* hook = static_cast<CleanupHook*>(data);
    if (hook->owner_ != nullptr) hook->owner_->OnTeardown();
  };
  if (napi_add_async_cleanup_hook(env, run, hook, &hook->handle_) == napi_ok) return hook;
  delete hook;
  return nullptr;
}

void CleanupHook::Remove() {
  if (owner_ != nullptr) owner_->OnHookRemoved();
  napi_remove_async_cleanup_hook(handle_);
  delete this;
}

}  // namespace authbroker
