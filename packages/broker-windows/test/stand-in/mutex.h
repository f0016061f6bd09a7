#pragma once

#include <windows.h>

#include <mutex>

namespace stand_in {

/// A mutex of Windows' own. That of MinGW's standard library, like its threads, would bring winpthreads, which keeps its own
/// account of all threads and throws when it is wrong.
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

using Guard = std::lock_guard<Mutex>;

}  // namespace stand_in
