#include "bus_connection.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "reply.h"

namespace authbroker {
namespace {

/// So many messages are handled before the loop gets its turn: a flood must not starve timers and other sockets.
constexpr int kMessagesPerTurn = 64;

constexpr uint64_t kNanosecondsPerMicrosecond = 1'000;

std::string Describe(int error) { return std::generic_category().message(-error); }

/// The largest message that D-Bus allows, 128 MiB, less room for the header. sd-bus would send a larger one, and the
/// bus would hang up on it, with every other call.
constexpr size_t kMaxBodyBytes = 128 * 1024 * 1024 - 4096;

bool IsDisconnect(int error) {
  return error == -ECONNRESET || error == -ENOTCONN || error == -EPIPE || error == -ESHUTDOWN || error == -ESTALE;
}

/// Makes a bus client of `address` that neither runs a program nor takes file descriptors from its peers.
int StartBus(const std::string& address, BusPtr* bus) {
  sd_bus* raw = nullptr;
  int result = sd_bus_new(&raw);
  if (result < 0) return result;
  bus->reset(raw);
  if ((result = sd_bus_set_address(raw, address.c_str())) < 0) return result;
  if ((result = sd_bus_set_bus_client(raw, 1)) < 0) return result;
  if ((result = sd_bus_negotiate_fds(raw, 0)) < 0) return result;
  return sd_bus_start(raw);
}

}  // namespace

BusConnection::BusConnection(BusPtr bus, Observer* observer) : bus_(std::move(bus)), observer_(observer) {}

BusConnection::~BusConnection() { Close(); }

std::unique_ptr<BusConnection> BusConnection::Open(uv_loop_t* loop, const std::string& address, Observer* observer,
                                                   std::function<void()> on_released,
                                                   std::optional<Failure>* failure) {
  BusPtr bus;
  int error = StartBus(address, &bus);
  const int fd = error < 0 ? error : sd_bus_get_fd(bus.get());
  if (fd < 0) {
    *failure = Failure{FailureCode::kDisconnected, "The bus at " + address + " refused: " + Describe(fd) + "."};
    on_released();
    return nullptr;
  }

  std::unique_ptr<BusConnection> connection(new BusConnection(std::move(bus), observer));
  BusConnection* self = connection.get();
  // A unix socket connects at once or not at all, so the descriptor is the final one.
  self->watch_ = LoopWatch::Open(loop, fd, [self] { self->Turn(); }, std::move(on_released), &error);
  if (self->watch_ == nullptr) {
    *failure = Failure{FailureCode::kDisconnected, "The bus socket cannot be watched: " + Describe(error) + "."};
    return nullptr;
  }
  self->Rearm();
  return connection;
}

bool BusConnection::connected() const { return bus_ != nullptr && sd_bus_is_open(bus_.get()) > 0; }

std::variant<CallId, Failure> BusConnection::Call(const MethodCall& call) {
  if (!connected()) return NotSent(call, -ENOTCONN);
  PendingCall& pending = calls_.Add(this, call.interface + "." + call.member, call.timeout_ms, uv_hrtime());
  const CallId id = pending.id;
  const int result = Send(call, &pending);
  if (result < 0) calls_.Take(id);
  Rearm();
  if (result < 0) return NotSent(call, result);
  return id;
}

int BusConnection::Send(const MethodCall& call, PendingCall* pending) {
  size_t body_bytes = 0;
  // A string has four bytes of length, a NUL and up to three bytes of padding around it.
  for (const std::string& arg : call.args) body_bytes += arg.size() + 8;
  if (body_bytes > kMaxBodyBytes) return -EMSGSIZE;

  sd_bus_message* raw = nullptr;
  int result = sd_bus_message_new_method_call(bus_.get(), &raw, call.destination.c_str(), call.path.c_str(),
                                              call.interface.c_str(), call.member.c_str());
  if (result < 0) return result;
  const MessagePtr message(raw);
  for (const std::string& arg : call.args) {
    result = sd_bus_message_append_basic(raw, SD_BUS_TYPE_STRING, arg.c_str());
    if (result < 0) return result;
  }
  sd_bus_slot* slot = nullptr;
  result = sd_bus_call_async(bus_.get(), &slot, raw, OnReply, pending, UINT64_MAX);
  pending->slot.reset(slot);
  return result;
}

Failure BusConnection::NotSent(const MethodCall& call, int error) const {
  const std::string label = call.interface + "." + call.member;
  if (IsDisconnect(error)) {
    return {FailureCode::kDisconnected, label + " was not sent: the connection to the bus has ended."};
  }
  if (error != -EINVAL) return {FailureCode::kNotSent, label + " was not sent: " + Describe(error) + "."};

  // sd-bus does not tell which of the four it refuses, and its separate validators are newer than the oldest libsystemd
  // supported. So each is tried alone.
  const auto is_valid = [this](const char* destination, const char* path, const char* interface, const char* member) {
    sd_bus_message* raw = nullptr;
    const int result = sd_bus_message_new_method_call(bus_.get(), &raw, destination, path, interface, member);
    const MessagePtr message(raw);
    return result >= 0;
  };
  // sd-bus takes Unicode's noncharacters for invalid text, though D-Bus itself has come to allow them.
  std::string culprit = "an argument holds a Unicode noncharacter, which sd-bus does not carry";
  if (!is_valid(call.destination.c_str(), "/", nullptr, "M")) {
    culprit = "destination is not a valid bus name";
  } else if (!is_valid(nullptr, call.path.c_str(), nullptr, "M")) {
    culprit = "path is not a valid object path";
  } else if (!is_valid(nullptr, "/", call.interface.c_str(), "M")) {
    culprit = "interface is not a valid interface name";
  } else if (!is_valid(nullptr, "/", nullptr, call.member.c_str())) {
    culprit = "member is not a valid member name";
  }
  return {FailureCode::kNotSent, label + " was not sent: " + culprit + "."};
}

std::optional<Failure> BusConnection::Cancel(CallId id) {
  const std::optional<PendingCall> call = calls_.Take(id);
  if (!call) return std::nullopt;
  Rearm();
  return Failure{FailureCode::kCancelled, call->label + " was cancelled."};
}

bool BusConnection::IsServiceName(const std::string& name) const {
  if (bus_ == nullptr) return true;
  sd_bus_message* raw = nullptr;
  const int result = sd_bus_message_new_method_call(bus_.get(), &raw, name.c_str(), "/", nullptr, "M");
  const MessagePtr message(raw);
  return result >= 0;
}

std::variant<WatchId, Failure> BusConnection::WatchOwner(const std::string& name) {
  auto watch = std::make_unique<OwnerWatch>(OwnerWatch{this, owner_watches_.size(), nullptr});
  const std::string match =
      "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
      "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='" +
      name + "'";
  sd_bus_slot* slot = nullptr;
  const int result =
      connected()
          ? sd_bus_add_match_async(bus_.get(), &slot, match.c_str(), OnNameOwnerChanged, OnMatchAnswered, watch.get())
          : -ENOTCONN;
  watch->slot.reset(slot);
  Rearm();
  if (result < 0) {
    return Failure{IsDisconnect(result) ? FailureCode::kDisconnected : FailureCode::kNotSent,
                   "The owner of " + name + " cannot be watched: " + Describe(result) + "."};
  }
  owner_watches_.push_back(std::move(watch));
  return owner_watches_.back()->id;
}

std::vector<BusEvent> BusConnection::Close() {
  Disconnect("the connection was closed");
  return std::exchange(events_, {});
}

int BusConnection::OnReply(sd_bus_message* reply, void* pending_call, sd_bus_error*) {
  const auto* pending = static_cast<PendingCall*>(pending_call);
  BusConnection* self = pending->connection;
  const std::optional<PendingCall> call = self->calls_.Take(pending->id);
  if (call) self->events_.emplace_back(CallSettled{call->id, DecodeReply(reply)});
  return 0;
}

int BusConnection::OnMatchAnswered(sd_bus_message*, void*, sd_bus_error*) {
  // Without a handler of its own, a refusal would have sd-bus close the connection, with every call on it.
  return 0;
}

int BusConnection::OnNameOwnerChanged(sd_bus_message* signal, void* owner_watch, sd_bus_error*) {
  const auto* watch = static_cast<OwnerWatch*>(owner_watch);
  const char* name = nullptr;
  const char* old_owner = nullptr;
  const char* new_owner = nullptr;
  // The match names the bus itself as the sender. Should it send something else, that tells nothing about an owner.
  if (sd_bus_message_read(signal, "sss", &name, &old_owner, &new_owner) < 0) return 0;
  watch->connection->events_.emplace_back(OwnerChanged{watch->id, new_owner});
  return 0;
}

void BusConnection::Turn() {
  int result = 1;
  for (int handled = 0; handled < kMessagesPerTurn && result > 0 && connected(); ++handled) {
    result = sd_bus_process(bus_.get(), nullptr);
  }
  ExpireCalls();
  if (result < 0) {
    Disconnect("the connection to the bus failed (" + Describe(result) + ")");
  } else if (!connected()) {
    Disconnect("the bus closed the connection");
  } else {
    Rearm();
  }
  // The observer may destroy the connection, so this comes last.
  if (!events_.empty() || !connected()) observer_->OnEvents(std::exchange(events_, {}));
}

void BusConnection::ExpireCalls() {
  const uint64_t now = uv_hrtime();
  while (const std::optional<PendingCall> call = calls_.TakeExpired(now)) {
    std::string message = call->label + " got no reply within " + std::to_string(call->timeout_ms) + " ms.";
    events_.emplace_back(CallSettled{call->id, Failure{FailureCode::kTimeout, std::move(message)}});
  }
}

void BusConnection::Disconnect(const std::string& cause) {
  // The watch goes first: libuv must not poll a descriptor that is closed. The bus goes before the slots: dropping a
  // match on an open bus would still send a message.
  watch_.reset();
  bus_.reset();
  owner_watches_.clear();
  for (const PendingCall& call : calls_.TakeAll()) {
    std::string message = call.label + " got no reply: " + cause + ".";
    events_.emplace_back(CallSettled{call.id, Failure{FailureCode::kDisconnected, std::move(message)}});
  }
}

void BusConnection::Rearm() {
  if (watch_ == nullptr) return;
  const int poll_events = sd_bus_get_events(bus_.get());
  int events = 0;
  if (poll_events > 0 && (poll_events & POLLIN) != 0) events |= UV_READABLE;
  if (poll_events > 0 && (poll_events & POLLOUT) != 0) events |= UV_WRITABLE;

  uint64_t wake_at = calls_.NextDeadline();
  uint64_t timeout = UINT64_MAX;
  // 0 means at once: messages are waiting in the read queue, or sending has found out that the bus has gone.
  if (sd_bus_get_timeout(bus_.get(), &timeout) < 0) timeout = 0;
  if (timeout != UINT64_MAX) wake_at = std::min(wake_at, timeout * kNanosecondsPerMicrosecond);

  watch_->Arm(events, wake_at);
  watch_->HoldLoop(!calls_.empty());
}

}  // namespace authbroker
