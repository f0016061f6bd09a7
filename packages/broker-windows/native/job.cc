#include "job.h"

#include <process.h>

#include <utility>

#include "perform.h"

namespace authbroker {
namespace {

/// Reserved for each thread, bytes. The program's own size may be many times that, and is chosen for JavaScript.
constexpr unsigned kStackSize = 1024 * 1024;

}  // namespace

Job::Job(OperationId id, Request request, std::shared_ptr<Channel> channel)
    : id_(id), request_(std::move(request)), channel_(std::move(channel)) {}

MaybeFailure Job::Start(const std::shared_ptr<Job>& job) {
  if (job->cancelled_ == nullptr) return CallFailed("CreateEventW", E_OUTOFMEMORY);
  auto the_threads = std::make_unique<std::shared_ptr<Job>>(job);
  const UniqueHandle thread(reinterpret_cast<HANDLE>(
      _beginthreadex(nullptr, kStackSize, Run, the_threads.get(), STACK_SIZE_PARAM_IS_A_RESERVATION, nullptr)));
  if (thread == nullptr) return LastCallFailed("CreateThread");
  the_threads.release();
  return std::nullopt;
}

unsigned __stdcall Job::Run(void* data) {
  const std::unique_ptr<std::shared_ptr<Job>> ours(static_cast<std::shared_ptr<Job>*>(data));
  const Job& job = **ours;
  job.channel_->Send({job.id_, Perform(job.request_, job.cancelled_.get())});
  return 0;
}

}  // namespace authbroker
