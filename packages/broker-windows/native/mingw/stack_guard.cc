// What GCC's stack protector needs. GCC's own library for it imports ADVAPI32.
#include <windows.h>

#include <cstdint>
#include <initializer_list>

#include "fail_fast.h"

extern "C" {

/// Lies between a function's arrays and its return address; compared before the function returns.
uintptr_t __stack_chk_guard = static_cast<uintptr_t>(0x9e3779b97f4a7c15);

/// An array was written beyond its end.
[[noreturn]] void __stack_chk_fail() { authbroker::FailFast(); }

}  // extern "C"

namespace {

/// Makes a value that differs from process to process out of what MSVC's own start-up code takes for it. It runs before
/// every other constructor, and itself without a guard.
__attribute__((constructor(101), optimize("no-stack-protector"))) void ChooseGuard() {
  LARGE_INTEGER counter;
  FILETIME time;
  QueryPerformanceCounter(&counter);
  GetSystemTimeAsFileTime(&time);
  uint64_t mixed = static_cast<uint64_t>(counter.QuadPart);
  for (const uint64_t part : {static_cast<uint64_t>(time.dwLowDateTime) << 32 | time.dwHighDateTime,
                              static_cast<uint64_t>(GetCurrentProcessId()) << 32 | GetCurrentThreadId(),
                              static_cast<uint64_t>(reinterpret_cast<uintptr_t>(&counter)),
                              static_cast<uint64_t>(reinterpret_cast<uintptr_t>(&__stack_chk_guard))}) {
    // The mixing step of SplitMix64, so that each part reaches all bits.
    mixed = (mixed ^ part) * 0xbf58476d1ce4e5b9;
    mixed ^= mixed >> 29;
  }
  // A byte of zero ends what a function for strings would copy over it.
  __stack_chk_guard = static_cast<uintptr_t>(mixed) & ~static_cast<uintptr_t>(0xff);
}

}  // namespace
