#include "operations.h"

#include <string>
#include <utility>

#include "js_answers.h"

namespace authbroker {

Operations::Operations(Napi::Env env) : env_(env), channel_(Channel::Open(env, this)) {
  // Added after the channel's own, this hook runs before it: nobody sends any more when Node.js takes the channel down.
  napi_add_env_cleanup_hook(env, [](void* operations) { static_cast<Operations*>(operations)->End(); }, this);
}

Napi::Value Operations::Start(Request request, uint32_t timeout_ms) {
  Pending pending{};
  napi_value promise = nullptr;
  if (channel_ == nullptr || napi_create_promise(env_, &pending.deferred, &promise) != napi_ok) {
    napi_throw_error(env_, nullptr, "This Node.js environment is ending.");
    return Napi::Value();
  }
  const OperationId id = ++last_id_;
  if (const MaybeFailure failure = Begin(id, std::move(request), timeout_ms, &pending)) {
    napi_reject_deferred(env_, pending.deferred, ToError(env_, *failure));
  } else {
    if (pending_.empty()) channel_->HoldLoop(env_, true);
    pending_.emplace(id, std::move(pending));
  }
  return ToPending(env_, id, promise);
}

MaybeFailure Operations::Begin(OperationId id, Request request, uint32_t timeout_ms, Pending* pending) {
  pending->job = std::make_shared<Job>(id, std::move(request), channel_);
  if (timeout_ms > 0) {
    const auto expired = [id, timeout_ms, job = pending->job, channel = channel_] {
      // Not std::to_wstring, which brings the whole of printf.
      const std::string limit = std::to_string(timeout_ms);
      std::wstring message = L"The operation took longer than ";
      message.append(limit.begin(), limit.end()).append(L" ms.");
      channel->Send({id, Failure{FailureCode::kTimeout, std::move(message)}});
      job->Cancel();
    };
    pending->deadline = Deadline::Set(timeout_ms, expired);
    if (pending->deadline == nullptr) return LastCallFailed("CreateThreadpoolTimer");
  }
  return Job::Start(pending->job);
}

void Operations::Cancel(OperationId id) {
  const auto found = pending_.find(id);
  if (found == pending_.end()) return;
  found->second.job->Cancel();
  Settle(id, Failure{FailureCode::kCancelled, L"The operation was cancelled."});
}

void Operations::Settle(OperationId id, const Outcome& outcome) {
  const auto found = pending_.find(id);
  // It was cancelled or took too long, and this is the late answer.
  if (found == pending_.end()) return;
  const Pending settled = std::move(found->second);
  pending_.erase(found);
  if (pending_.empty()) channel_->HoldLoop(env_, false);

  // Settling fails only when the environment is ending, and then nobody is there to be told.
  if (const auto* failure = std::get_if<Failure>(&outcome)) {
    napi_reject_deferred(env_, settled.deferred, ToError(env_, *failure));
  } else {
    napi_resolve_deferred(env_, settled.deferred, ToValue(env_, outcome));
  }
}

void Operations::End() {
  if (channel_ != nullptr) channel_->Close();
  channel_ = nullptr;
  for (auto& entry : pending_) entry.second.job->Cancel();
  pending_.clear();
}

}  // namespace authbroker
