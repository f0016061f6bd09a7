#pragma once

#include <windows.h>

#include <cstdlib>
#include <functional>
#include <optional>
#include <utility>

#include "apartment.h"
#include "call.h"
#include "mutex.h"
#include "object.h"

namespace stand_in {

/// What `IAsyncOperation` and `IAsyncAction` have in common: the states, the handler, and the thread that ends them.
template <class Operation, class Handler>
class AsyncOperationBase : public Object<Operation, wam::IAsyncInfo> {
 public:
  /// Lets the operation run. It stays alive until it has ended.
  void Start() {
    if (call_.course().completion == Completion::kAtOnce) {
      End(Prepare());
      return;
    }
    this->AddRef();
    const HANDLE thread = CreateThread(nullptr, 0, Run, this, 0, nullptr);
    if (thread == nullptr) std::abort();
    CloseHandle(thread);
  }

  HRESULT STDMETHODCALLTYPE put_Completed(Handler* handler) override {
    if (handler == nullptr) return E_POINTER;
    const HRESULT scripted = call_.script()->ResultOf(call_.method() + L".Completed");
    if (FAILED(scripted)) return scripted;
    ComPtr<wam::IAgileObject> agile;
    // The real one would call a handler that is not agile through a proxy, which these handlers have none of.
    if (FAILED(handler->QueryInterface(wam::kIid<wam::IAgileObject>, &agile))) return REGDB_E_IIDNOTREG;
    HRESULT result = S_OK;
    const std::optional<wam::AsyncStatus> ended = TakeHandler(handler, &result);
    if (ended) handler->Invoke(this, *ended);
    return result;
  }

  HRESULT STDMETHODCALLTYPE get_Completed(Handler** handler) override {
    const Guard lock(mutex_);
    return HandOut(handler_, handler);
  }

  HRESULT STDMETHODCALLTYPE get_Id(UINT32* id) override {
    *id = 1;
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE get_Status(wam::AsyncStatus* status) override {
    const Guard lock(mutex_);
    *status = status_;
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE get_ErrorCode(HRESULT* error_code) override {
    const Guard lock(mutex_);
    *error_code = error_;
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE Cancel() override {
    call_.Note("cancel");
    SetEvent(cancelled_);
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE Close() override {
    const Guard lock(mutex_);
    return status_ == wam::AsyncStatus::Started ? kIllegalStateChange : S_OK;
  }

 protected:
  AsyncOperationBase(const wchar_t* class_name, Call call)
      : Object<Operation, wam::IAsyncInfo>(class_name),
        call_(std::move(call)),
        cancelled_(CreateEventW(nullptr, TRUE, FALSE, nullptr)) {}
  ~AsyncOperationBase() override { CloseHandle(cancelled_); }

  const Call& call() const { return call_; }
  /// What the operation does first on its thread.
  virtual void BeforeWaiting() {}
  /// Makes the result of an operation that succeeds.
  virtual HRESULT MakeResult() = 0;

  /// S_OK when results can be had.
  HRESULT CheckResults() {
    const Guard lock(mutex_);
    if (status_ == wam::AsyncStatus::Error) return error_;
    return status_ == wam::AsyncStatus::Completed ? S_OK : kIllegalMethodCall;
  }

 private:
  static DWORD WINAPI Run(void* data) {
    const Apartment apartment;
    ComPtr<AsyncOperationBase> operation(static_cast<AsyncOperationBase*>(data));
    // The reference that Start has taken for this thread.
    operation->Release();
    operation->BeforeWaiting();
    const wam::AsyncStatus ended = operation->AwaitEnd();
    operation->End(ended == wam::AsyncStatus::Canceled ? ended : operation->Prepare());
    return 0;
  }

  wam::AsyncStatus AwaitEnd() const {
    const Course course = call_.course();
    const DWORD wait = course.completion == Completion::kNever ? INFINITE : course.delay_ms;
    if (course.ignores_cancel) {
      Sleep(wait);
      return wam::AsyncStatus::Completed;
    }
    if (WaitForSingleObject(cancelled_, wait) == WAIT_TIMEOUT) {
      return course.completion == Completion::kCanceled ? wam::AsyncStatus::Canceled : wam::AsyncStatus::Completed;
    }
    Sleep(course.cancel_delay_ms);
    return wam::AsyncStatus::Canceled;
  }

  /// Keeps a handler for the end, or answers how the operation has ended already.
  std::optional<wam::AsyncStatus> TakeHandler(Handler* handler, HRESULT* result) {
    const Guard lock(mutex_);
    *result = handler_assigned_ ? kIllegalDelegateAssignment : S_OK;
    if (handler_assigned_) return std::nullopt;
    handler_assigned_ = true;
    if (status_ != wam::AsyncStatus::Started) return status_;
    handler_ = handler;
    return std::nullopt;
  }

  wam::AsyncStatus Prepare() {
    const HRESULT scripted = call_.course().result;
    error_ = FAILED(scripted) ? scripted : MakeResult();
    return FAILED(error_) ? wam::AsyncStatus::Error : wam::AsyncStatus::Completed;
  }

  void End(wam::AsyncStatus status) {
    ComPtr<Handler> handler;
    {
      const Guard lock(mutex_);
      status_ = status;
      handler.Swap(handler_);
    }
    LogLine line = call_.Event("end");
    line.Number("status", static_cast<int>(status)).Flag("handled", handler != nullptr);
    call_.Write(&line);
    if (handler != nullptr) handler->Invoke(this, status);
  }

  const Call call_;
  const HANDLE cancelled_;
  Mutex mutex_;
  wam::AsyncStatus status_ = wam::AsyncStatus::Started;
  HRESULT error_ = S_OK;
  ComPtr<Handler> handler_;
  bool handler_assigned_ = false;
};

/// An `IAsyncOperation`.
template <class Result>
class AsyncOperation final
    : public AsyncOperationBase<wam::IAsyncOperation<Result>, wam::IAsyncOperationCompletedHandler<Result>> {
 public:
  using Make = std::function<HRESULT(const Call& call, ComPtr<Result>* result)>;

  AsyncOperation(Call call, Make make, std::function<void(const Call&)> before)
      : AsyncOperationBase<wam::IAsyncOperation<Result>, wam::IAsyncOperationCompletedHandler<Result>>(
            L"Windows.Foundation.IAsyncOperation`1", std::move(call)),
        make_(std::move(make)),
        before_(std::move(before)) {}

  HRESULT STDMETHODCALLTYPE GetResults(Result** results) override {
    const HRESULT state = this->CheckResults();
    return FAILED(state) ? state : HandOut(result_, results);
  }

 private:
  void BeforeWaiting() override {
    if (before_) before_(this->call());
  }
  HRESULT MakeResult() override {
    return this->call().script()->AnswersNull(this->call().method()) ? S_OK : make_(this->call(), &result_);
  }

  const Make make_;
  const std::function<void(const Call&)> before_;
  ComPtr<Result> result_;
};

/// An `IAsyncAction`.
class AsyncAction final : public AsyncOperationBase<wam::IAsyncAction, wam::IAsyncActionCompletedHandler> {
 public:
  explicit AsyncAction(Call call) : AsyncOperationBase(L"Windows.Foundation.IAsyncAction", std::move(call)) {}

  HRESULT STDMETHODCALLTYPE GetResults() override { return CheckResults(); }

 private:
  HRESULT MakeResult() override { return S_OK; }
};

/// Logs a call and starts the operation that makes its result, unless the script has the call fail.
template <class Result>
HRESULT StartOperation(Call call, typename AsyncOperation<Result>::Make make, wam::IAsyncOperation<Result>** operation,
                       std::function<void(const Call&)> before = {}) {
  if (operation == nullptr) return E_POINTER;
  *operation = nullptr;
  const HRESULT begun = call.Begin();
  if (FAILED(begun)) return begun;
  const auto started = New<AsyncOperation<Result>>(std::move(call), std::move(make), std::move(before));
  started->Start();
  return HandOut(started, operation);
}

/// The same for an operation without a result.
inline HRESULT StartAction(Call call, wam::IAsyncAction** action) {
  if (action == nullptr) return E_POINTER;
  *action = nullptr;
  const HRESULT begun = call.Begin();
  if (FAILED(begun)) return begun;
  const auto started = New<AsyncAction>(std::move(call));
  started->Start();
  return HandOut(started, action);
}

}  // namespace stand_in
