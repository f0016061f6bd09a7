#include "js_requests.h"

#include <utility>

#include "fields.h"

namespace authbroker {
namespace {

constexpr const char kRequest[] = "request";
constexpr double kMaxSafeInteger = 9007199254740991;

std::optional<TimedRequest> Finish(Fields& fields, Request request) {
  const uint32_t timeout_ms = fields.Milliseconds("timeoutMs");
  if (!fields.ok()) return std::nullopt;
  return TimedRequest{std::move(request), timeout_ms};
}

}  // namespace

std::optional<TimedRequest> ReadFindProvider(Napi::Value value) {
  Fields fields(value, kRequest);
  FindProviderRequest request;
  request.provider = fields.Provider("provider");
  return Finish(fields, std::move(request));
}

std::optional<TimedRequest> ReadFindAccounts(Napi::Value value) {
  Fields fields(value, kRequest);
  FindAccountsRequest request;
  request.provider = fields.Provider("provider");
  request.client_id = fields.Text("clientId");
  return Finish(fields, std::move(request));
}

std::optional<TimedRequest> ReadGetToken(Napi::Value value) {
  Fields fields(value, kRequest);
  TokenRequest request;
  request.provider = fields.Provider("provider");
  const bool silent = fields.OneOf("mode", {"silent", "interactive"}) == 0;
  request.mode = silent ? TokenRequest::Mode::kSilent : TokenRequest::Mode::kInteractive;
  request.client_id = fields.Text("clientId");
  request.scope = fields.Text("scope");
  const bool by_default = fields.OneOf("promptType", {"default", "force_authentication"}) == 0;
  request.prompt_type = by_default ? wam::WebTokenRequestPromptType::Default
                                   : wam::WebTokenRequestPromptType::ForceAuthentication;
  request.correlation_id = fields.Text("correlationId");
  request.properties = fields.Pairs("properties");
  request.account_id = fields.OptionalText("accountId");
  request.parent_window = fields.Window("parentWindow");
  return Finish(fields, std::move(request));
}

std::optional<TimedRequest> ReadSignOut(Napi::Value value) {
  Fields fields(value, kRequest);
  SignOutRequest request;
  request.provider = fields.Provider("provider");
  request.client_id = fields.Text("clientId");
  request.account_id = fields.Text("accountId");
  return Finish(fields, std::move(request));
}

std::optional<OperationId> ReadOperationId(Napi::Value value) {
  const double id = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(id >= 0 && id <= kMaxSafeInteger)) {
    napi_throw_type_error(value.Env(), nullptr, "\"id\" must be the id of an operation");
    return std::nullopt;
  }
  return static_cast<OperationId>(id);
}

}  // namespace authbroker
