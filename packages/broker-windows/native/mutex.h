#pragma once

#include <windows.h>

namespace authbroker {

/// A mutex of Windows' own. That of MinGW's standard library would bring winpthreads, which keeps its own account of all
/// threads.
class Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void lock() { AcquireSRWLockExclusive(&lock_); }
  void unlock() { ReleaseSRWLockExclusive(&lock_); }

 private:
  SRWLOCK lock_ = SRWLOCK_INIT;
};

}  // namespace authbroker
