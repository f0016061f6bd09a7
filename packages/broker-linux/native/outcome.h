#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace authbroker {

/// How a call failed. `src/addon.ts` documents each code.
enum class FailureCode { kDbusError, kBadReply, kTimeout, kCancelled, kDisconnected, kNotSent };

struct Failure {
  FailureCode code;
  /// A sentence with the cause in it.
  std::string message;
  /// The D-Bus error name; only for `kDbusError`.
  std::string error_name{};
  /// The signature of a refused reply; only for `kBadReply`.
  std::string signature{};
};

/// The first value of a reply: nothing, or one of the D-Bus types `s`, `as`, `u`, `b`.
using ReplyValue = std::variant<std::monostate, std::string, std::vector<std::string>, uint32_t, bool>;

/// What became of a call.
using Outcome = std::variant<ReplyValue, Failure>;

}  // namespace authbroker
