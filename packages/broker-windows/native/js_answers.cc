#include "js_answers.h"

#include "js_strings.h"

namespace authbroker {
namespace {

const char* CodeOf(FailureCode code) {
  switch (code) {
    case FailureCode::kCallFailed:
      return "call_failed";
    case FailureCode::kOperationFailed:
      return "operation_failed";
    case FailureCode::kProviderNotFound:
      return "provider_not_found";
    case FailureCode::kAccountNotFound:
      return "account_not_found";
    case FailureCode::kWindowNotFound:
      return "window_not_found";
    case FailureCode::kWinRtMissing:
      return "winrt_missing";
    case FailureCode::kTimeout:
      return "timeout";
    case FailureCode::kCancelled:
      return "cancelled";
  }
  return "call_failed";
}

Napi::Object ToObject(Napi::Env env, const Properties& properties) {
  const Napi::Object object = Napi::Object::New(env);
  for (const auto& [name, value] : properties) {
    // Defined and not set: a property of the name "__proto__" is data like any other.
    napi_property_descriptor property{};
    property.name = ToString(env, name);
    property.value = ToString(env, value.text());
    property.attributes = napi_default_jsproperty;
    napi_define_properties(env, object, 1, &property);
  }
  return object;
}

Napi::Object ToObject(Napi::Env env, const AccountAnswer& account) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("id", ToString(env, account.id));
  object.Set("userName", ToString(env, account.user_name));
  object.Set("state", account.state);
  object.Set("properties", ToObject(env, account.properties));
  return object;
}

Napi::Object ToObject(Napi::Env env, const ProviderErrorAnswer& error) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("code", error.code);
  object.Set("message", ToString(env, error.message));
  object.Set("properties", ToObject(env, error.properties));
  return object;
}

Napi::Object ToObject(Napi::Env env, const TokenResponse& response) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("token", ToString(env, response.token.text()));
  object.Set("properties", ToObject(env, response.properties));
  if (response.account) object.Set("account", ToObject(env, *response.account));
  if (response.provider_error) object.Set("providerError", ToObject(env, *response.provider_error));
  return object;
}

Napi::Value ToAnswer(Napi::Env env, const ProviderAnswer& provider) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("id", ToString(env, provider.id));
  object.Set("displayName", ToString(env, provider.display_name));
  object.Set("authority", ToString(env, provider.authority));
  return object;
}

Napi::Value ToAnswer(Napi::Env env, const AccountsAnswer& answer) {
  Napi::Array accounts = Napi::Array::New(env, answer.accounts.size());
  uint32_t index = 0;
  for (const AccountAnswer& account : answer.accounts) accounts.Set(index++, ToObject(env, account));
  Napi::Object object = Napi::Object::New(env);
  object.Set("status", answer.status);
  object.Set("accounts", accounts);
  if (answer.provider_error) object.Set("providerError", ToObject(env, *answer.provider_error));
  return object;
}

Napi::Value ToAnswer(Napi::Env env, const TokenAnswer& answer) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("status", answer.status);
  if (answer.response) object.Set("response", ToObject(env, *answer.response));
  if (answer.error) object.Set("error", ToObject(env, *answer.error));
  return object;
}

Napi::Value ToAnswer(Napi::Env env, const SignedOut&) { return env.Undefined(); }

Napi::Value ToAnswer(Napi::Env env, const Failure& failure) { return ToError(env, failure); }

}  // namespace

Napi::Value ToPending(Napi::Env env, OperationId id, napi_value answer) {
  Napi::Object pending = Napi::Object::New(env);
  pending.Set("id", static_cast<double>(id));
  pending.Set("answer", answer);
  return pending;
}

Napi::Value ToError(Napi::Env env, const Failure& failure) {
  napi_value error = nullptr;
  if (napi_create_error(env, Napi::String::New(env, CodeOf(failure.code)), ToString(env, failure.message), &error) !=
      napi_ok) {
    return Napi::Value();
  }
  Napi::Object object(env, error);
  if (failure.function == nullptr) return object;
  object.Set("hresult", static_cast<double>(static_cast<uint32_t>(failure.hresult)));
  object.Set("function", failure.function);
  return object;
}

Napi::Value ToValue(Napi::Env env, const Outcome& outcome) {
  return std::visit([env](const auto& answer) { return ToAnswer(env, answer); }, outcome);
}

Napi::Value ToValue(Napi::Env env, const SystemFacts& facts) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("build", facts.build);
  object.Set("product", facts.product);
  object.Set("installationType", ToString(env, facts.installation_type));
  object.Set("elevated", facts.elevated);
  object.Set("sessionId", facts.session_id);
  object.Set("windowStationVisible", facts.window_station_visible);
  return object;
}

}  // namespace authbroker
