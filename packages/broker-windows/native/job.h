#pragma once

#include <memory>

#include "channel.h"
#include "requests.h"
#include "unique_handle.h"

namespace authbroker {

/// One operation on a thread of its own. The thread and the environment share the job, so that it does not matter which
/// of the two ends first.
class Job {
 public:
  Job(OperationId id, Request request, std::shared_ptr<Channel> channel);
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  /// Starts the thread, which sends what becomes of the request; nothing when it could not start.
  static MaybeFailure Start(const std::shared_ptr<Job>& job);

  /// Asks the thread to end; on any thread. What it sends after that is of no interest.
  void Cancel() const { SetEvent(cancelled_.get()); }

 private:
  static unsigned __stdcall Run(void* data);

  const OperationId id_;
  const Request request_;
  const std::shared_ptr<Channel> channel_;
  const UniqueHandle cancelled_ = MakeEvent();
};

}  // namespace authbroker
