#include "pending_calls.h"

#include "loop_watch.h"

namespace authbroker {
namespace {

constexpr uint64_t kNanosecondsPerMillisecond = 1'000'000;

}  // namespace

PendingCall& PendingCalls::Add(BusConnection* connection, std::string label, uint32_t timeout_ms, uint64_t now) {
  const CallId id = ++last_id_;
  const uint64_t deadline = timeout_ms == 0 ? kNever : now + timeout_ms * kNanosecondsPerMillisecond;
  if (deadline != kNever) deadlines_.emplace(deadline, id);
  PendingCall call{connection, id, std::move(label), timeout_ms, deadline, nullptr};
  return calls_.emplace(id, std::move(call)).first->second;
}

std::optional<PendingCall> PendingCalls::Take(CallId id) {
  const auto found = calls_.find(id);
  if (found == calls_.end()) return std::nullopt;
  PendingCall call = std::move(found->second);
  calls_.erase(found);
  deadlines_.erase({call.deadline, id});
  return call;
}

std::optional<PendingCall> PendingCalls::TakeExpired(uint64_t now) {
  if (NextDeadline() > now) return std::nullopt;
  return Take(deadlines_.begin()->second);
}

std::vector<PendingCall> PendingCalls::TakeAll() {
  std::vector<PendingCall> all;
  all.reserve(calls_.size());
  for (auto& entry : calls_) all.push_back(std::move(entry.second));
  calls_.clear();
  deadlines_.clear();
  return all;
}

uint64_t PendingCalls::NextDeadline() const { return deadlines_.empty() ? kNever : deadlines_.begin()->first; }

}  // namespace authbroker
