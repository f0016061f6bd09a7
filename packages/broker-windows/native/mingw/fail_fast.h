#pragma once

#include <windows.h>

namespace authbroker {

/// Ends the process, and leaves a report to Windows. No handler of exceptions is asked: it may be an attacker's, and
/// nothing that an addon threw would be caught.
[[noreturn]] inline void FailFast() {
  RaiseFailFastException(nullptr, nullptr, 0);
  // It does not return, but is not declared so. This is what __fastfail of Microsoft's compiler ends with.
  TerminateProcess(GetCurrentProcess(), STATUS_STACK_BUFFER_OVERRUN);
  __builtin_unreachable();
}

}  // namespace authbroker
