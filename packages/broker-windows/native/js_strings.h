#pragma once

#include <napi.h>

#include <string>

namespace authbroker {

/// Windows' UTF-16, as JavaScript's.
inline Napi::String ToString(Napi::Env env, const std::wstring& text) {
  static_assert(sizeof(wchar_t) == sizeof(char16_t));
  return Napi::String::New(env, reinterpret_cast<const char16_t*>(text.data()), text.size());
}

}  // namespace authbroker
