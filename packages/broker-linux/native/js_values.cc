#include "js_values.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace authbroker {
namespace {

constexpr double kMaxTimeoutMs = UINT32_MAX;
constexpr double kMaxSafeInteger = 9007199254740991;
constexpr const char kReplacementCharacter[] = "\xEF\xBF\xBD";

void ThrowTypeError(Napi::Env env, const std::string& message) {
  Napi::TypeError::New(env, message).ThrowAsJavaScriptException();
}

bool HasLoneSurrogate(const std::u16string& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const bool high = text[i] >= 0xD800 && text[i] <= 0xDBFF;
    const bool low = text[i] >= 0xDC00 && text[i] <= 0xDFFF;
    if (low) return true;
    if (!high) continue;
    if (++i == text.size() || text[i] < 0xDC00 || text[i] > 0xDFFF) return true;
  }
  return false;
}

std::optional<uint32_t> ReadTimeout(Napi::Value value) {
  const double timeout = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  // Written so that NaN is refused too.
  if (!(timeout >= 0 && timeout <= kMaxTimeoutMs)) {
    ThrowTypeError(value.Env(), "\"timeoutMs\" must be a number of milliseconds from 0 to 4294967295");
    return std::nullopt;
  }
  // A part of a millisecond is rounded up: rounded down, it would wait for ever.
  const auto whole = static_cast<uint32_t>(timeout);
  return whole < timeout ? whole + 1 : whole;
}

std::optional<std::vector<std::string>> ReadStrings(Napi::Value value, const std::string& field) {
  if (!value.IsArray()) {
    ThrowTypeError(value.Env(), "\"" + field + "\" must be an array of strings");
    return std::nullopt;
  }
  const auto array = value.As<Napi::Array>();
  std::vector<std::string> strings;
  for (uint32_t i = 0; i < array.Length(); ++i) {
    const Napi::Value item = array.Get(i);
    if (item.IsEmpty()) return std::nullopt;
    std::optional<std::string> string = ReadString(item, field + "[" + std::to_string(i) + "]");
    if (!string) return std::nullopt;
    strings.push_back(std::move(*string));
  }
  return strings;
}

const char* CodeOf(FailureCode code) {
  switch (code) {
    case FailureCode::kDbusError:
      return "dbus_error";
    case FailureCode::kBadReply:
      return "bad_reply";
    case FailureCode::kTimeout:
      return "timeout";
    case FailureCode::kCancelled:
      return "cancelled";
    case FailureCode::kDisconnected:
      return "disconnected";
    case FailureCode::kNotSent:
      return "not_sent";
  }
  return "not_sent";
}

}  // namespace

std::optional<std::string> ReadString(Napi::Value value, const std::string& field) {
  const Napi::Env env = value.Env();
  if (!value.IsString()) {
    ThrowTypeError(env, "\"" + field + "\" must be a string");
    return std::nullopt;
  }
  const auto string = value.As<Napi::String>();
  std::string text = string.Utf8Value();
  if (text.find('\0') != std::string::npos) {
    ThrowTypeError(env, "\"" + field + "\" must not contain a NUL character");
    return std::nullopt;
  }
  // Node-API turns a lone surrogate into U+FFFD. Only a text with that character needs the second look.
  if (text.find(kReplacementCharacter) != std::string::npos && HasLoneSurrogate(string.Utf16Value())) {
    ThrowTypeError(env, "\"" + field + "\" must not contain a lone surrogate");
    return std::nullopt;
  }
  return text;
}

std::optional<MethodCall> ReadMethodCall(Napi::Value value) {
  if (!value.IsObject()) {
    ThrowTypeError(value.Env(), "\"call\" must be an object");
    return std::nullopt;
  }
  const auto object = value.As<Napi::Object>();
  MethodCall call;
  const std::pair<const char*, std::string*> names[] = {{"destination", &call.destination},
                                                        {"path", &call.path},
                                                        {"interface", &call.interface},
                                                        {"member", &call.member}};
  // An empty value is a getter that threw; its exception is pending.
  for (const auto& [field, target] : names) {
    const Napi::Value name = object.Get(field);
    if (name.IsEmpty()) return std::nullopt;
    std::optional<std::string> text = ReadString(name, field);
    if (!text) return std::nullopt;
    *target = std::move(*text);
  }

  const Napi::Value args_value = object.Get("args");
  if (args_value.IsEmpty()) return std::nullopt;
  std::optional<std::vector<std::string>> args = ReadStrings(args_value, "args");
  if (!args) return std::nullopt;
  call.args = std::move(*args);

  const Napi::Value timeout_value = object.Get("timeoutMs");
  if (timeout_value.IsEmpty()) return std::nullopt;
  const std::optional<uint32_t> timeout = ReadTimeout(timeout_value);
  if (!timeout) return std::nullopt;
  call.timeout_ms = *timeout;
  return call;
}

std::optional<CallId> ReadCallId(Napi::Value value) {
  const double id = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(id >= kNoCall && id <= kMaxSafeInteger)) {
    ThrowTypeError(value.Env(), "\"id\" must be the id of a call");
    return std::nullopt;
  }
  return static_cast<CallId>(id);
}

Napi::Value ToPendingCall(Napi::Env env, CallId id, napi_value reply) {
  const Napi::Object call = Napi::Object::New(env);
  call.Set("id", static_cast<double>(id));
  call.Set("reply", reply);
  return call;
}

Napi::Value ToError(Napi::Env env, const Failure& failure) {
  napi_value error = nullptr;
  if (napi_create_error(env, Napi::String::New(env, CodeOf(failure.code)), Napi::String::New(env, failure.message),
                        &error) != napi_ok) {
    return Napi::Value();
  }
  const Napi::Object object(env, error);
  if (!failure.error_name.empty()) object.Set("errorName", failure.error_name);
  if (failure.code == FailureCode::kBadReply) object.Set("signature", failure.signature);
  return object;
}

Napi::Value ToValue(Napi::Env env, const ReplyValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return Napi::String::New(env, *text);
  if (const auto* number = std::get_if<uint32_t>(&value)) return Napi::Number::New(env, *number);
  if (const auto* truth = std::get_if<bool>(&value)) return Napi::Boolean::New(env, *truth);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    const Napi::Array array = Napi::Array::New(env, texts->size());
    for (uint32_t i = 0; i < texts->size(); ++i) array.Set(i, Napi::String::New(env, (*texts)[i]));
    return array;
  }
  return env.Undefined();
}

}  // namespace authbroker
