#include "async_operation.h"

namespace authbroker {
namespace {

/// How long a cancelled operation may take to end before it is left to itself, milliseconds.
constexpr DWORD kCancelGrace = 5000;

}  // namespace

Failure Cancelled() { return {FailureCode::kCancelled, L"The operation was cancelled."}; }

MaybeFailure CheckStatus(const char* function, wam::AsyncStatus status, wam::IAsyncInfo* info) {
  switch (status) {
    case wam::AsyncStatus::Completed:
      return std::nullopt;
    case wam::AsyncStatus::Canceled:
      // Not by us, or this would not be looked at.
      return OperationFailed(function, HRESULT_FROM_WIN32(ERROR_CANCELLED));
    default: {
      HRESULT result = S_OK;
      if (info == nullptr || FAILED(info->get_ErrorCode(&result)) || SUCCEEDED(result)) result = E_FAIL;
      return OperationFailed(function, result);
    }
  }
}

Failure CancelAfter(Failure failure, wam::IAsyncInfo* info) {
  if (info != nullptr) info->Cancel();
  return failure;
}

void CancelAndWait(wam::IAsyncInfo* info, HANDLE completed, const Waiter& waiter) {
  if (info != nullptr && SUCCEEDED(info->Cancel())) waiter.WaitAnyway(completed, kCancelGrace);
}

}  // namespace authbroker
