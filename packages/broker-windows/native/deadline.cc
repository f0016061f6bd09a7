#include "deadline.h"

namespace authbroker {
namespace {

/// What Windows counts time in.
constexpr int64_t kTicksPerMillisecond = 10'000;

}  // namespace

std::unique_ptr<Deadline> Deadline::Set(uint32_t milliseconds, std::function<void()> expired) {
  std::unique_ptr<Deadline> deadline(new Deadline(std::move(expired)));
  deadline->timer_ = CreateThreadpoolTimer(Expire, deadline.get(), nullptr);
  if (deadline->timer_ == nullptr) return nullptr;
  // Less than zero is from now on.
  const auto due = static_cast<uint64_t>(-kTicksPerMillisecond * milliseconds);
  FILETIME due_time{static_cast<DWORD>(due), static_cast<DWORD>(due >> 32)};
  SetThreadpoolTimer(deadline->timer_, &due_time, 0, 0);
  return deadline;
}

Deadline::~Deadline() {
  if (timer_ == nullptr) return;
  SetThreadpoolTimer(timer_, nullptr, 0, 0);
  WaitForThreadpoolTimerCallbacks(timer_, TRUE);
  CloseThreadpoolTimer(timer_);
}

void CALLBACK Deadline::Expire(PTP_CALLBACK_INSTANCE, void* deadline, PTP_TIMER) {
  static_cast<const Deadline*>(deadline)->expired_();
}

}  // namespace authbroker
