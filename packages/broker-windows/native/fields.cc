#include "fields.h"

#include <algorithm>
#include <utility>

namespace authbroker {
namespace {

constexpr double kMaxMilliseconds = UINT32_MAX;

bool HasLoneSurrogate(const std::wstring& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (IS_LOW_SURROGATE(text[i])) return true;
    if (!IS_HIGH_SURROGATE(text[i])) continue;
    if (++i == text.size() || !IS_LOW_SURROGATE(text[i])) return true;
  }
  return false;
}

/// The text of a JavaScript string as it is, lone surrogates and all.
std::wstring ReadText(Napi::Env env, Napi::Value string) {
  size_t length = 0;
  napi_get_value_string_utf16(env, string, nullptr, 0, &length);
  std::wstring text(length, L'\0');
  // std::wstring has room for the NUL that Node-API adds.
  napi_get_value_string_utf16(env, string, reinterpret_cast<char16_t*>(text.data()), length + 1, &length);
  return text;
}

}  // namespace

Fields::Fields(Napi::Value value, const std::string& name, std::string prefix)
    : env_(value.Env()), prefix_(std::move(prefix)) {
  if (value.IsObject()) {
    object_ = value.As<Napi::Object>();
  } else {
    Refuse(name, "must be an object");
  }
}

std::wstring Fields::Text(const char* name) {
  const Napi::Value value = Get(name);
  return value.IsEmpty() ? std::wstring() : ToText(value, prefix_ + name);
}

std::optional<std::wstring> Fields::OptionalText(const char* name) {
  const Napi::Value value = Get(name);
  if (value.IsEmpty() || value.IsUndefined()) return std::nullopt;
  return ToText(value, prefix_ + name);
}

StringPairs Fields::Pairs(const char* name) {
  const Napi::Value value = Get(name);
  if (value.IsEmpty()) return {};
  if (value.IsObject()) return ToPairs(value.As<Napi::Object>(), prefix_ + name);
  Refuse(prefix_ + name, "must be an object of strings");
  return {};
}

size_t Fields::OneOf(const char* name, std::initializer_list<const char*> values) {
  const Napi::Value value = Get(name);
  if (value.IsEmpty()) return 0;
  const std::string given = value.IsString() ? value.As<Napi::String>().Utf8Value() : std::string();
  const auto found = std::find(values.begin(), values.end(), given);
  if (found != values.end()) return static_cast<size_t>(found - values.begin());
  std::string known;
  for (const char* known_value : values) known.append(known.empty() ? "\"" : "\" or \"").append(known_value);
  Refuse(prefix_ + name, "must be " + known + "\"");
  return 0;
}

uint32_t Fields::Milliseconds(const char* name) {
  const Napi::Value value = Get(name);
  if (value.IsEmpty()) return 0;
  const double milliseconds = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  // Written so that NaN is refused too.
  if (!(milliseconds >= 0 && milliseconds <= kMaxMilliseconds)) {
    Refuse(prefix_ + name, "must be a number of milliseconds from 0 to 4294967295");
    return 0;
  }
  // A part of a millisecond is rounded up: rounded down, it would wait for ever.
  const auto whole = static_cast<uint32_t>(milliseconds);
  return whole < milliseconds ? whole + 1 : whole;
}

ParentWindow Fields::Window(const char* name) {
  const Napi::Value value = Get(name);
  if (value.IsEmpty() || value.IsUndefined()) return std::monostate();
  if (value.IsBigInt()) {
    bool lossless = false;
    const uint64_t handle = value.As<Napi::BigInt>().Uint64Value(&lossless);
    if (lossless && handle <= UINTPTR_MAX) return reinterpret_cast<HWND>(static_cast<uintptr_t>(handle));
  } else if (value.IsString() && value.As<Napi::String>().Utf8Value() == "console") {
    return ConsoleWindow();
  }
  Refuse(prefix_ + name, "must be a window handle as a bigint, or \"console\"");
  return std::monostate();
}

ProviderRequest Fields::Provider(const char* name) {
  ProviderRequest provider;
  const Napi::Value value = Get(name);
  if (value.IsEmpty()) return provider;
  Fields fields(value, prefix_ + name, prefix_ + name + ".");
  provider.id = fields.Text("id");
  provider.authority = fields.OptionalText("authority");
  ok_ = fields.ok();
  return provider;
}

Napi::Value Fields::Get(const char* name) {
  if (!ok_) return Napi::Value();
  const Napi::Value value = object_.Get(name);
  ok_ = !value.IsEmpty();
  return value;
}

std::wstring Fields::ToText(Napi::Value value, const std::string& path) {
  if (!value.IsString()) {
    Refuse(path, "must be a string");
    return {};
  }
  std::wstring text = ReadText(env_, value);
  if (text.find(L'\0') != std::wstring::npos) {
    Refuse(path, "must not contain a NUL character");
  } else if (HasLoneSurrogate(text)) {
    Refuse(path, "must not contain a lone surrogate");
  }
  return text;
}

StringPairs Fields::ToPairs(Napi::Object object, const std::string& path) {
  StringPairs pairs;
  napi_value names_value = nullptr;
  const auto filter = static_cast<napi_key_filter>(napi_key_enumerable | napi_key_skip_symbols);
  if (napi_get_all_property_names(env_, object, napi_key_own_only, filter, napi_key_numbers_to_strings, &names_value) !=
      napi_ok) {
    ok_ = false;
    return pairs;
  }
  const Napi::Array names(env_, names_value);
  for (uint32_t i = 0; ok_ && i < names.Length(); ++i) {
    const Napi::Value name = names.Get(i);
    if (name.IsEmpty()) {
      ok_ = false;
      break;
    }
    std::wstring key = ToText(name, "a name in " + path);
    if (!ok_) break;
    const Napi::Value value = object.Get(name);
    ok_ = !value.IsEmpty();
    if (ok_) pairs.emplace_back(std::move(key), ToText(value, path + "." + name.As<Napi::String>().Utf8Value()));
  }
  return pairs;
}

void Fields::Refuse(const std::string& path, const std::string& why) {
  ok_ = false;
  napi_throw_type_error(env_, nullptr, ("\"" + path + "\" " + why).c_str());
}

}  // namespace authbroker
