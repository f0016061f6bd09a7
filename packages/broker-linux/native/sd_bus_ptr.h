#pragma once

#include <systemd/sd-bus.h>

#include <memory>

namespace authbroker {

/// Gives an sd-bus object back. A bus is closed first; unsent messages are dropped, since flushing them would block.
struct SdBusRelease {
  void operator()(sd_bus* bus) const {
    sd_bus_close(bus);
    sd_bus_unref(bus);
  }
  void operator()(sd_bus_message* message) const { sd_bus_message_unref(message); }
  void operator()(sd_bus_slot* slot) const { sd_bus_slot_unref(slot); }
};

using BusPtr = std::unique_ptr<sd_bus, SdBusRelease>;
using MessagePtr = std::unique_ptr<sd_bus_message, SdBusRelease>;
using SlotPtr = std::unique_ptr<sd_bus_slot, SdBusRelease>;

}  // namespace authbroker
