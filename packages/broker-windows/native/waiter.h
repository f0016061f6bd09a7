#pragma once

#include <windows.h>

#include "system_libraries.h"

namespace authbroker {

/// How a wait ended.
enum class WaitEnd { kCompleted, kCancelled, kTimedOut };

/// Waits on the thread of an operation, until something is done or the operation is cancelled.
class Waiter {
 public:
  /// With `user32`, the thread's windows get their messages while it waits: the broker talks to its window's owner.
  Waiter(HANDLE cancelled, const User32* user32) : cancelled_(cancelled), user32_(user32) {}

  bool IsCancelled() const { return WaitForSingleObject(cancelled_, 0) == WAIT_OBJECT_0; }

  /// Waits for an event, or for the cancellation, which comes first when both are there.
  WaitEnd Wait(HANDLE completed) const;

  /// Waits for an event whether or not the operation is cancelled.
  WaitEnd WaitAnyway(HANDLE completed, DWORD milliseconds) const;

 private:
  /// `count` events from `events` on; the index of the first that is set, or `count` when the time is over.
  DWORD WaitForFirst(const HANDLE* events, DWORD count, DWORD milliseconds) const;
  void DispatchMessages() const;

  const HANDLE cancelled_;
  const User32* const user32_;
};

}  // namespace authbroker
