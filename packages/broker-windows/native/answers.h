#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "failure.h"
#include "secret.h"

namespace authbroker {

// The answers of `src/addon.ts`, which documents each field.

/// ID tokens are among the values.
using Properties = std::vector<std::pair<std::wstring, Secret>>;

struct ProviderAnswer {
  std::wstring id;
  std::wstring display_name;
  std::wstring authority;
};

struct AccountAnswer {
  std::wstring id;
  std::wstring user_name;
  int32_t state = 0;
  Properties properties;
};

struct ProviderErrorAnswer {
  uint32_t code = 0;
  std::wstring message;
  Properties properties;
};

struct AccountsAnswer {
  int32_t status = 0;
  std::vector<AccountAnswer> accounts;
  std::optional<ProviderErrorAnswer> provider_error;
};

struct TokenResponse {
  Secret token;
  Properties properties;
  std::optional<AccountAnswer> account;
  std::optional<ProviderErrorAnswer> provider_error;
};

struct TokenAnswer {
  int32_t status = 0;
  std::optional<TokenResponse> response;
  std::optional<ProviderErrorAnswer> error;
};

struct SignedOut {};

/// What became of an operation.
using Outcome = std::variant<Failure, ProviderAnswer, AccountsAnswer, TokenAnswer, SignedOut>;

}  // namespace authbroker
