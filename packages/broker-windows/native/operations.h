#pragma once

#include <napi.h>

#include <map>
#include <memory>

#include "channel.h"
#include "deadline.h"
#include "job.h"
#include "requests.h"

namespace authbroker {

/// The operations in flight of one Node.js environment, and their promises. Used on the environment's thread only.
class Operations final : private Channel::Receiver {
 public:
  explicit Operations(Napi::Env env);
  Operations(const Operations&) = delete;
  Operations& operator=(const Operations&) = delete;
  ~Operations() { End(); }

  /// Begins an operation, and returns the `Pending` of `src/addon.ts`. Throws when the environment is ending.
  Napi::Value Start(Request request, uint32_t timeout_ms);
  /// Rejects the promise of an operation at once, and ends its work. Does nothing when it has settled.
  void Cancel(OperationId id);

 private:
  struct Pending {
    napi_deferred deferred;
    std::shared_ptr<Job> job;
    std::unique_ptr<Deadline> deadline;
  };

  MaybeFailure Begin(OperationId id, Request request, uint32_t timeout_ms, Pending* pending);
  void OnSettled(Settled settled) override { Settle(settled.id, settled.outcome); }
  void Settle(OperationId id, const Outcome& outcome);
  /// The environment ends: its promises stay pending, and its threads are on their own.
  void End();

  const Napi::Env env_;
  std::shared_ptr<Channel> channel_;
  OperationId last_id_ = 0;
  std::map<OperationId, Pending> pending_;
};

}  // namespace authbroker
