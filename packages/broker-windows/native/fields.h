#pragma once

#include <napi.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "requests.h"

namespace authbroker {

/// Reads the members of a JavaScript object. The first that is refused throws a TypeError that names it; after that, or
/// after an exception of a getter's own, nothing more is read.
class Fields {
 public:
  /// Refuses a value that is no object, by its name. The members are named after `prefix`.
  Fields(Napi::Value value, const std::string& name, std::string prefix = {});

  /// Whether everything so far was there and well formed.
  bool ok() const { return ok_; }

  /// A string that an HSTRING can carry: no NUL, no lone surrogate.
  std::wstring Text(const char* name);
  std::optional<std::wstring> OptionalText(const char* name);
  /// The own properties of an object whose values are such strings.
  StringPairs Pairs(const char* name);
  /// The place of a string in a list of those that may be there.
  size_t OneOf(const char* name, std::initializer_list<const char*> values);
  uint32_t Milliseconds(const char* name);
  ParentWindow Window(const char* name);
  ProviderRequest Provider(const char* name);

 private:
  /// Empty when a getter threw, or something was refused before.
  Napi::Value Get(const char* name);
  std::wstring ToText(Napi::Value value, const std::string& path);
  StringPairs ToPairs(Napi::Object object, const std::string& path);
  void Refuse(const std::string& path, const std::string& why);

  const Napi::Env env_;
  Napi::Object object_;
  const std::string prefix_;
  bool ok_ = true;
};

}  // namespace authbroker
