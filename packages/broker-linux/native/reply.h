#pragma once

#include <systemd/sd-bus.h>

#include "outcome.h"

namespace authbroker {

/// Reads a method return or a D-Bus error. The message comes from another process and may hold anything.
Outcome DecodeReply(sd_bus_message* reply);

}  // namespace authbroker
