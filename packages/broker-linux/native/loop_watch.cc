#include "loop_watch.h"

#include <utility>

namespace authbroker {
namespace {

constexpr uint64_t kNanosecondsPerMillisecond = 1'000'000;

template <typename Handle>
uv_handle_t* AsHandle(Handle* handle) {
  return reinterpret_cast<uv_handle_t*>(handle);
}

}  // namespace

LoopWatch::LoopWatch(Callback on_wake, Callback on_released)
    : on_wake_(std::move(on_wake)), on_released_(std::move(on_released)) {}

LoopWatch::Ptr LoopWatch::Open(uv_loop_t* loop, int fd, Callback on_wake, Callback on_released, int* error) {
  Ptr watch(new LoopWatch(std::move(on_wake), std::move(on_released)));
  watch->poll_.data = watch.get();
  watch->timer_.data = watch.get();

  uv_timer_init(loop, &watch->timer_);
  uv_unref(AsHandle(&watch->timer_));
  watch->open_handles_ = 1;

  *error = uv_poll_init(loop, &watch->poll_, fd);
  if (*error < 0) return nullptr;
  uv_unref(AsHandle(&watch->poll_));
  watch->poll_is_open_ = true;
  watch->open_handles_ = 2;
  return watch;
}

void LoopWatch::Arm(int events, uint64_t wake_at) {
  if (events != events_) {
    events_ = events;
    if (events == 0) {
      uv_poll_stop(&poll_);
    } else {
      // An error on the descriptor wakes the owner too, who meets it on a read to come. libuv has then stopped polling,
      // so that it has to be asked anew for as long as there is something left to read.
      uv_poll_start(&poll_, events, [](uv_poll_t* poll, int status, int) {
        auto* watch = static_cast<LoopWatch*>(poll->data);
        if (status < 0) watch->events_ = 0;
        watch->on_wake_();
      });
    }
  }

  if (wake_at == wake_at_) return;
  wake_at_ = wake_at;
  if (wake_at == kNever) {
    uv_timer_stop(&timer_);
    return;
  }
  const uint64_t now = uv_hrtime();
  const uint64_t wait = wake_at > now ? (wake_at - now - 1) / kNanosecondsPerMillisecond + 1 : 0;
  const auto on_timer = [](uv_timer_t* timer) {
    auto* watch = static_cast<LoopWatch*>(timer->data);
    // libuv counts from its cached time and may be early; whoever is woken too soon arms the same moment again.
    watch->wake_at_ = kNever;
    watch->on_wake_();
  };
  uv_timer_start(&timer_, on_timer, wait, 0);
}

void LoopWatch::HoldLoop(bool hold) {
  if (hold == held_) return;
  held_ = hold;
  const auto change = hold ? uv_ref : uv_unref;
  change(AsHandle(&poll_));
  change(AsHandle(&timer_));
}

void LoopWatch::Close() {
  if (poll_is_open_) uv_close(AsHandle(&poll_), OnClosed);
  uv_close(AsHandle(&timer_), OnClosed);
}

void LoopWatch::OnClosed(uv_handle_t* handle) {
  auto* watch = static_cast<LoopWatch*>(handle->data);
  if (--watch->open_handles_ > 0) return;
  const Callback on_released = std::move(watch->on_released_);
  delete watch;
  on_released();
}

}  // namespace authbroker
