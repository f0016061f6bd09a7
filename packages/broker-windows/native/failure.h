#pragma once

#include <windows.h>

#include <optional>
#include <string>

namespace authbroker {

/// How an operation failed. `src/addon.ts` documents each code.
enum class FailureCode {
  kCallFailed,
  kOperationFailed,
  kProviderNotFound,
  kAccountNotFound,
  kWindowNotFound,
  kWinRtMissing,
  kTimeout,
  kCancelled,
};

struct Failure {
  FailureCode code;
  /// A sentence with the cause in it.
  std::wstring message;
  /// Only for `kCallFailed` and `kOperationFailed`, as is `function`.
  HRESULT hresult = S_OK;
  /// The function of Windows that failed.
  const char* function = nullptr;
};

/// Nothing, or why a step failed.
using MaybeFailure = std::optional<Failure>;

/// A call of `function` answered with a failing HRESULT.
Failure CallFailed(const char* function, HRESULT result);

/// `CallFailed` with what GetLastError says.
Failure LastCallFailed(const char* function);

/// The asynchronous operation that `function` began ended with an error.
Failure OperationFailed(const char* function, HRESULT result);

/// `CallFailed`, if the call did.
MaybeFailure Check(const char* function, HRESULT result);

}  // namespace authbroker
