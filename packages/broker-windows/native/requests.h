#pragma once

#include <windows.h>

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "wam_abi.h"

namespace authbroker {

// The requests of `src/addon.ts`, which documents each field.

using StringPairs = std::vector<std::pair<std::wstring, std::wstring>>;

struct ProviderRequest {
  std::wstring id;
  std::optional<std::wstring> authority;
};

struct FindProviderRequest {
  ProviderRequest provider;
};

struct FindAccountsRequest {
  ProviderRequest provider;
  std::wstring client_id;
};

/// The window that owns the console this process writes to.
struct ConsoleWindow {};

/// A window of the caller's, the console's, or none.
using ParentWindow = std::variant<std::monostate, HWND, ConsoleWindow>;

struct TokenRequest {
  enum class Mode { kSilent, kInteractive };

  ProviderRequest provider;
  Mode mode = Mode::kSilent;
  std::wstring client_id;
  std::wstring scope;
  wam::WebTokenRequestPromptType prompt_type = wam::WebTokenRequestPromptType::Default;
  std::wstring correlation_id;
  StringPairs properties;
  std::optional<std::wstring> account_id;
  ParentWindow parent_window;
};

struct SignOutRequest {
  ProviderRequest provider;
  std::wstring client_id;
  std::wstring account_id;
};

using Request = std::variant<FindProviderRequest, FindAccountsRequest, TokenRequest, SignOutRequest>;

}  // namespace authbroker
