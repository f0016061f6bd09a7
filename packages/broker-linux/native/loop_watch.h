#pragma once

#include <uv.h>

#include <cstdint>
#include <functional>
#include <memory>

namespace authbroker {

/// A moment that never comes, on the clock of `uv_hrtime()`.
inline constexpr uint64_t kNever = UINT64_MAX;

/// Wakes its owner on the libuv loop when a descriptor is ready or a moment has come.
///
/// libuv uses its handles until their close callbacks have run, so a watch lives on the heap and frees itself: its
/// owner holds a `Ptr`, and dropping that closes the handles. `on_wake` does not run after that.
class LoopWatch {
 public:
  struct Closer {
    void operator()(LoopWatch* watch) const { watch->Close(); }
  };
  using Ptr = std::unique_ptr<LoopWatch, Closer>;
  using Callback = std::function<void()>;

  /// Null when libuv refuses the descriptor, with its error number (negative) in `error`.
  /// `on_released` runs once, when libuv has let go of the handles, also after a refusal. The descriptor stays the
  /// caller's.
  static Ptr Open(uv_loop_t* loop, int fd, Callback on_wake, Callback on_released, int* error);

  LoopWatch(const LoopWatch&) = delete;
  LoopWatch& operator=(const LoopWatch&) = delete;

  /// Waits for `events` (`UV_READABLE`, `UV_WRITABLE`, or 0 for neither) and until `wake_at` (on the clock of
  /// `uv_hrtime()`, or `kNever`).
  void Arm(int events, uint64_t wake_at);

  /// Whether the process stays alive for this watch.
  void HoldLoop(bool hold);

 private:
  LoopWatch(Callback on_wake, Callback on_released);
  ~LoopWatch() = default;
  void Close();
  static void OnClosed(uv_handle_t* handle);

  uv_poll_t poll_{};
  uv_timer_t timer_{};
  bool poll_is_open_ = false;
  int open_handles_ = 0;
  int events_ = 0;
  uint64_t wake_at_ = kNever;
  bool held_ = false;
  Callback on_wake_;
  Callback on_released_;
};

}  // namespace authbroker
