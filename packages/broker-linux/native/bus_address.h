#pragma once

#include <optional>
#include <string>

namespace authbroker {

/// Says why a D-Bus address is refused; nothing when every address of the `;` list has the `unix:` transport.
///
/// sd-bus itself would follow other transports: `unixexec:` runs a program, `tcp:` leaves the machine, and
/// `x-machine-unix:` enters a container. An address comes from the environment, so none of them is wanted.
std::optional<std::string> RefuseAddress(const std::string& address);

}  // namespace authbroker
