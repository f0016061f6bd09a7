#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sd_bus_ptr.h"

namespace authbroker {

class BusConnection;

using CallId = uint64_t;

/// The id of a call that was not sent.
constexpr CallId kNoCall = 0;

/// A call that waits for its reply. Its address stays the same while it is pending: sd-bus holds it.
struct PendingCall {
  BusConnection* connection;
  CallId id;
  /// `interface.member`, for messages.
  std::string label;
  uint32_t timeout_ms;
  /// On the clock of `uv_hrtime()`; `kNever` for none.
  uint64_t deadline;
  /// Dropping it makes sd-bus forget the call.
  SlotPtr slot;
};

/// The calls in flight on one connection, by id and by deadline.
class PendingCalls {
 public:
  /// Adds a call, whose slot the caller fills in.
  PendingCall& Add(BusConnection* connection, std::string label, uint32_t timeout_ms, uint64_t now);
  /// Takes a call out; nothing when it is no longer pending.
  std::optional<PendingCall> Take(CallId id);
  /// Takes out one call whose deadline has come by `now`; nothing when there is none.
  std::optional<PendingCall> TakeExpired(uint64_t now);
  /// Takes out all calls, in the order in which they were made.
  std::vector<PendingCall> TakeAll();

  bool empty() const { return calls_.empty(); }
  /// `kNever` when no pending call has a deadline.
  uint64_t NextDeadline() const;

 private:
  CallId last_id_ = kNoCall;
  std::map<CallId, PendingCall> calls_;
  std::set<std::pair<uint64_t, CallId>> deadlines_;
};

}  // namespace authbroker
