#pragma once

#include <napi.h>

#include <string>

namespace authbroker {

/// Windows' UTF-16, as JavaScript's. Not a Napi::String: set as a property, node-addon-api would take that through UTF-8 and
/// make it anew, which costs lone surrogates their value and leaves a copy of a token in memory.
inline napi_value ToString(Napi::Env env, const std::wstring& text) {
  static_assert(sizeof(wchar_t) == sizeof(char16_t));
  return Napi::String::New(env, reinterpret_cast<const char16_t*>(text.data()), text.size());
}

}  // namespace authbroker
