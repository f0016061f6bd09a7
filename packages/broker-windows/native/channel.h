#pragma once

#include <node_api.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "answers.h"
#include "mutex.h"

namespace authbroker {

using OperationId = uint64_t;

/// An operation has ended.
struct Settled {
  OperationId id;
  Outcome outcome;
};

/// The way from other threads to the one of a Node.js environment. It outlives the environment: threads that come late
/// find it closed. Node-API's own thread-safe function may be gone by then, and is not asked.
class Channel {
 public:
  class Receiver {
   public:
    /// Called on the environment's thread.
    virtual void OnSettled(Settled settled) = 0;

   protected:
    ~Receiver() = default;
  };

  /// Null when Node.js refuses, which it does only at its end. The receiver must live until `Close`. An open channel
  /// does not hold the event loop open until it is told to.
  static std::shared_ptr<Channel> Open(napi_env env, Receiver* receiver);

  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// Tells the receiver, soon; on any thread. Does nothing once the channel is closed.
  void Send(Settled settled);

  // On the environment's thread:

  void HoldLoop(napi_env env, bool hold);
  void Close();

 private:
  Mutex mutex_;
  /// Null once it is closed.
  napi_threadsafe_function function_ = nullptr;
};

}  // namespace authbroker
