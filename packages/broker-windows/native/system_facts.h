#pragma once

#include <cstdint>
#include <string>

namespace authbroker {

/// The `SystemFacts` of `src/addon.ts`, which documents each field.
struct SystemFacts {
  uint32_t build = 0;
  const char* product = "workstation";
  std::wstring installation_type;
  bool elevated = false;
  uint32_t session_id = 0;
  bool window_station_visible = false;
};

SystemFacts ReadSystemFacts();

}  // namespace authbroker
