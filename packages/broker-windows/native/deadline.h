#pragma once

#include <windows.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace authbroker {

/// Calls back once, after a time, on a thread of Windows' own pool. Who waits for Windows itself may be stuck in a
/// call, so the time limit of an operation is not kept by its thread.
class Deadline {
 public:
  /// Null when Windows has no memory for the timer.
  static std::unique_ptr<Deadline> Set(uint32_t milliseconds, std::function<void()> expired);

  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  /// After this, `expired` is neither running nor called any more.
  ~Deadline();

 private:
  explicit Deadline(std::function<void()> expired) : expired_(std::move(expired)) {}
  static void CALLBACK Expire(PTP_CALLBACK_INSTANCE instance, void* deadline, PTP_TIMER timer);

  const std::function<void()> expired_;
  PTP_TIMER timer_ = nullptr;
};

}  // namespace authbroker
