#pragma once

#include <atomic>
#include <utility>

#include "com_ptr.h"
#include "failure.h"
#include "unique_handle.h"
#include "wam_abi.h"
#include "waiter.h"

namespace authbroker {

template <class Operation>
struct CompletedHandlerOf;

template <class Result>
struct CompletedHandlerOf<wam::IAsyncOperation<Result>> {
  using Type = wam::IAsyncOperationCompletedHandler<Result>;
};

template <>
struct CompletedHandlerOf<wam::IAsyncAction> {
  using Type = wam::IAsyncActionCompletedHandler;
};

/// Sets an event when an asynchronous operation has ended. It is agile: Windows calls it on the thread that the
/// operation ends on, whatever waits. Windows keeps a reference, so that an operation which ends late, after its caller
/// has given it up, finds the handler still there.
template <class Operation>
class CompletedHandler final : public CompletedHandlerOf<Operation>::Type {
 public:
  using Interface = typename CompletedHandlerOf<Operation>::Type;

  /// Empty when Windows has no memory for the event.
  static ComPtr<CompletedHandler> Create() {
    UniqueHandle completed = MakeEvent();
    if (completed == nullptr) return {};
    return ComPtr<CompletedHandler>::Adopt(new CompletedHandler(std::move(completed)));
  }

  HANDLE completed() const { return completed_.get(); }
  /// How the operation ended; only after the event is set.
  wam::AsyncStatus status() const { return status_; }

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override {
    if (object == nullptr) return E_POINTER;
    *object = nullptr;
    const bool known = IsEqualIID(iid, wam::kIid<IUnknown>) || IsEqualIID(iid, wam::kIid<Interface>) ||
                       IsEqualIID(iid, wam::kIid<wam::IAgileObject>);
    if (!known) return E_NOINTERFACE;
    AddRef();
    *object = static_cast<Interface*>(this);
    return S_OK;
  }

  ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

  ULONG STDMETHODCALLTYPE Release() override {
    const ULONG references = --references_;
    if (references == 0) delete this;
    return references;
  }

  HRESULT STDMETHODCALLTYPE Invoke(Operation*, wam::AsyncStatus status) override {
    status_ = status;
    SetEvent(completed_.get());
    return S_OK;
  }

 private:
  explicit CompletedHandler(UniqueHandle completed) : completed_(std::move(completed)) {}
  ~CompletedHandler() = default;

  std::atomic<ULONG> references_{1};
  std::atomic<wam::AsyncStatus> status_{wam::AsyncStatus::Started};
  const UniqueHandle completed_;
};

/// The operation was cancelled. Whoever did so has been told already; this only ends the work.
Failure Cancelled();

/// What an operation that ended with `status` failed with; nothing when it completed.
MaybeFailure CheckStatus(const char* function, wam::AsyncStatus status, wam::IAsyncInfo* info);

/// Cancels an operation, and gives it a moment to end: the broker closes its window with the help of the thread that
/// owns ours.
void CancelAndWait(wam::IAsyncInfo* info, HANDLE completed, const Waiter& waiter);

/// Cancels an operation whose end nobody would see, and which might have a window open until then.
Failure CancelAfter(Failure failure, wam::IAsyncInfo* info);

/// Waits until an operation, which `function` began, has ended, or the waiter is cancelled.
template <class Operation>
MaybeFailure Await(const ComPtr<Operation>& operation, const char* function, const Waiter& waiter) {
  const auto info = operation.template As<wam::IAsyncInfo>();
  const auto handler = CompletedHandler<Operation>::Create();
  if (!handler) return CancelAfter(LastCallFailed("CreateEventW"), info.get());
  if (MaybeFailure failure = Check(function, operation->put_Completed(handler.get()))) {
    return CancelAfter(std::move(*failure), info.get());
  }
  const WaitEnd end = waiter.Wait(handler->completed());
  if (end == WaitEnd::kCompleted) return CheckStatus(function, handler->status(), info.get());
  CancelAndWait(info.get(), handler->completed(), waiter);
  return Cancelled();
}

}  // namespace authbroker
