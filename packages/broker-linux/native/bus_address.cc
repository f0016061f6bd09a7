#include "bus_address.h"

#include <string_view>

namespace authbroker {
namespace {

constexpr std::string_view kUnix = "unix:";

}  // namespace

std::optional<std::string> RefuseAddress(const std::string& address) {
  std::string_view rest = address;
  bool found = false;
  while (!rest.empty()) {
    const size_t end = rest.find(';');
    const std::string_view one = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (one.empty()) continue;
    if (one.substr(0, kUnix.size()) != kUnix) {
      // Only the transport is shown: what follows the colon may be a command line.
      const std::string transport(one.substr(0, one.find(':')));
      return "The bus address uses the transport \"" + transport + "\"; only unix: is supported.";
    }
    found = true;
  }
  if (!found) return "The bus address is empty; one like unix:path=/run/user/1000/bus is needed.";
  return std::nullopt;
}

}  // namespace authbroker
