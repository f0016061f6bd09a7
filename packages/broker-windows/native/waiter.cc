#include "waiter.h"

namespace authbroker {

WaitEnd Waiter::Wait(HANDLE completed) const {
  const HANDLE events[] = {cancelled_, completed};
  return WaitForFirst(events, ARRAYSIZE(events), INFINITE) == 1 ? WaitEnd::kCompleted : WaitEnd::kCancelled;
}

WaitEnd Waiter::WaitAnyway(HANDLE completed, DWORD milliseconds) const {
  return WaitForFirst(&completed, 1, milliseconds) == 0 ? WaitEnd::kCompleted : WaitEnd::kTimedOut;
}

DWORD Waiter::WaitForFirst(const HANDLE* events, DWORD count, DWORD milliseconds) const {
  if (user32_ == nullptr) {
    const DWORD answer = WaitForMultipleObjects(count, events, FALSE, milliseconds);
    return answer < WAIT_OBJECT_0 + count ? answer - WAIT_OBJECT_0 : count;
  }
  const ULONGLONG start = GetTickCount64();
  while (true) {
    const ULONGLONG passed = GetTickCount64() - start;
    const DWORD left = milliseconds == INFINITE ? INFINITE
                       : passed < milliseconds  ? milliseconds - static_cast<DWORD>(passed)
                                                : 0;
    // MWMO_INPUTAVAILABLE: messages that something else has looked at and left count, too.
    const DWORD answer =
        user32_->MsgWaitForMultipleObjectsEx(count, events, left, QS_ALLINPUT, MWMO_INPUTAVAILABLE);
    if (answer < WAIT_OBJECT_0 + count) return answer - WAIT_OBJECT_0;
    if (answer != WAIT_OBJECT_0 + count) return count;
    DispatchMessages();
  }
}

void Waiter::DispatchMessages() const {
  MSG message;
  while (user32_->PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE)) {
    // Nobody ends this thread by a message; what waits for an event goes on doing so.
    if (message.message == WM_QUIT) continue;
    user32_->TranslateMessage(&message);
    user32_->DispatchMessageW(&message);
  }
}

}  // namespace authbroker
