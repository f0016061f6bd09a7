#pragma once

#include <uv.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "loop_watch.h"
#include "outcome.h"
#include "pending_calls.h"
#include "sd_bus_ptr.h"

namespace authbroker {

using WatchId = uint64_t;

/// A method call with string arguments. The strings hold neither NUL nor invalid UTF-8.
struct MethodCall {
  std::string destination;
  std::string path;
  std::string interface;
  std::string member;
  std::vector<std::string> args;
  /// 0 waits for ever.
  uint32_t timeout_ms = 0;
};

struct CallSettled {
  CallId id;
  Outcome outcome;
};

struct OwnerChanged {
  WatchId id;
  /// The new owner's unique name, empty when there is none.
  std::string owner;
};

using BusEvent = std::variant<CallSettled, OwnerChanged>;

/// One connection to a message bus, driven by a libuv loop. It never blocks, and all of it runs on the loop's thread.
///
/// sd-bus starts a call's own timeout only once it has authenticated, so a bus that accepts and stays silent would hold
/// calls for ever. Deadlines are therefore kept here, and sd-bus is told to wait without end.
class BusConnection {
 public:
  class Observer {
   public:
    /// Tells what happened on the bus since the last time, in order; once more, perhaps with nothing, when the bus has
    /// gone. Called from the loop, with nothing of the connection's in use: the observer may call, close or destroy it.
    virtual void OnEvents(std::vector<BusEvent> events) = 0;

   protected:
    ~Observer() = default;
  };

  /// Starts to connect to `address`, which `RefuseAddress` let pass, and returns before the bus has answered.
  /// Null when that fails, with the reason in `failure`. `on_released` runs once: when libuv has let go of the
  /// connection's handles, or at once when it never had any.
  static std::unique_ptr<BusConnection> Open(uv_loop_t* loop, const std::string& address, Observer* observer,
                                             std::function<void()> on_released, std::optional<Failure>* failure);
  BusConnection(const BusConnection&) = delete;
  BusConnection& operator=(const BusConnection&) = delete;
  ~BusConnection();

  /// False once the bus has gone or `Close` was called; it never becomes true again.
  bool connected() const;

  std::variant<CallId, Failure> Call(const MethodCall& call);
  /// Forgets the call; nothing when it has settled already.
  std::optional<Failure> Cancel(CallId id);
  /// Reports each change of the owner of `name`, a valid bus name; none where the bus refuses to tell them.
  std::variant<WatchId, Failure> WatchOwner(const std::string& name);
  /// Ends the connection and returns how each pending call failed.
  std::vector<BusEvent> Close();

  /// Whether D-Bus allows `name` as the name of a service.
  bool IsServiceName(const std::string& name) const;

 private:
  struct OwnerWatch {
    BusConnection* connection;
    WatchId id;
    SlotPtr slot;
  };

  BusConnection(BusPtr bus, Observer* observer);
  static int OnReply(sd_bus_message* reply, void* pending_call, sd_bus_error* error);
  static int OnMatchAnswered(sd_bus_message* reply, void* owner_watch, sd_bus_error* error);
  static int OnNameOwnerChanged(sd_bus_message* signal, void* owner_watch, sd_bus_error* error);
  int Send(const MethodCall& call, PendingCall* pending);
  Failure NotSent(const MethodCall& call, int error) const;
  void Turn();
  void ExpireCalls();
  void Disconnect(const std::string& cause);
  void Rearm();

  BusPtr bus_;
  Observer* observer_;
  LoopWatch::Ptr watch_;
  PendingCalls calls_;
  std::vector<std::unique_ptr<OwnerWatch>> owner_watches_;
  /// What has happened and was not yet told. sd-bus must not be re-entered, so nobody is told from its callbacks.
  std::vector<BusEvent> events_;
};

}  // namespace authbroker
