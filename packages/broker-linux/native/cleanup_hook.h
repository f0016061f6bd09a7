#pragma once

#include <node_api.h>

#include <functional>

namespace authbroker {

/// Keeps a Node.js environment from ending before something in it has let go of its libuv handles.
///
/// When the environment ends (a worker is terminated, the process is done), the owner is told on the environment's
/// thread, and may no longer touch JavaScript. The environment then waits for `Remove`. The hook outlives its owner
/// where libuv does: whoever waits for the last handle removes it.
class CleanupHook {
 public:
  class Owner {
   public:
    /// Time to let go of everything.
    virtual void OnTeardown() = 0;
    /// The hook is gone.
    virtual void OnHookRemoved() = 0;

   protected:
    ~Owner() = default;
  };

  /// Null when Node.js refuses, which it does only at its end.
  static CleanupHook* Add(napi_env env, Owner* owner);
  CleanupHook(const CleanupHook&) = delete;
  CleanupHook& operator=(const CleanupHook&) = delete;

  /// The owner goes before the hook and is told nothing any more.
  void Disown() { owner_ = nullptr; }
  /// Lets the environment end, and frees the hook.
  void Remove();

 private:
  explicit CleanupHook(Owner* owner) : owner_(owner) {}
  ~CleanupHook() = default;

  Owner* owner_;
  napi_async_cleanup_hook_handle handle_ = nullptr;
};

}  // namespace authbroker
