#include "token_result.h"

#include <utility>
#include <vector>

#include "account.h"
#include "async_operation.h"
#include "provider_error.h"
#include "string_map.h"
#include "vector_view.h"

namespace stand_in {
namespace {

/// A `WebTokenResponse`.
class TokenResponse final : public ScriptedObject<wam::IWebTokenResponse> {
 public:
  TokenResponse(AnswerEntry answer, ComPtr<wam::IWebAccount> account, std::shared_ptr<const Script> script)
      : ScriptedObject(kWebCore, L"WebTokenResponse", std::move(script)),
        answer_(std::move(answer)),
        account_(std::move(account)),
        properties_(New<StringMap>(answer_.properties)) {}

  HRESULT STDMETHODCALLTYPE get_Token(HSTRING* token) override { return AnswerText(L"Token", answer_.token, token); }

  HRESULT STDMETHODCALLTYPE get_ProviderError(wam::IWebProviderError** provider_error) override {
    return AnswerObject(L"ProviderError", NewProviderError(answer_.response_error, script()), provider_error);
  }

  HRESULT STDMETHODCALLTYPE get_WebAccount(wam::IWebAccount** account) override {
    return AnswerObject(L"WebAccount", account_, account);
  }

  HRESULT STDMETHODCALLTYPE get_Properties(wam::IStringMap** properties) override {
    return AnswerObject(L"Properties", properties_, properties);
  }

 private:
  const AnswerEntry answer_;
  const ComPtr<wam::IWebAccount> account_;
  const ComPtr<StringMap> properties_;
};

/// A `WebTokenRequestResult`.
class TokenRequestResult final : public ScriptedObject<wam::IWebTokenRequestResult> {
 public:
  TokenRequestResult(AnswerEntry answer, std::vector<ComPtr<wam::IWebTokenResponse>> responses,
                     std::shared_ptr<const Script> script)
      : ScriptedObject(kWebCore, L"WebTokenRequestResult", std::move(script)),
        answer_(std::move(answer)),
        responses_(New<VectorView<wam::IWebTokenResponse>>(std::move(responses))) {}

  HRESULT STDMETHODCALLTYPE get_ResponseData(wam::IVectorView<wam::IWebTokenResponse>** response_data) override {
    return AnswerObject(L"ResponseData", responses_, response_data);
  }

  HRESULT STDMETHODCALLTYPE get_ResponseStatus(wam::WebTokenRequestStatus* response_status) override {
    return AnswerValue(L"ResponseStatus", answer_.status, response_status);
  }

  HRESULT STDMETHODCALLTYPE get_ResponseError(wam::IWebProviderError** response_error) override {
    return AnswerObject(L"ResponseError", NewProviderError(answer_.error, script()), response_error);
  }

  HRESULT STDMETHODCALLTYPE InvalidateCacheAsync(wam::IAsyncAction** action) override {
    return StartAction(Call("InvalidateCacheAsync"), action);
  }

 private:
  const AnswerEntry answer_;
  const ComPtr<wam::IVectorView<wam::IWebTokenResponse>> responses_;
};

/// Puts fields of the request where a text of the script has their names in braces.
std::wstring Fill(std::wstring text, const Properties& fields) {
  for (const auto& [name, value] : fields) {
    const std::wstring hole = L"{" + name + L"}";
    for (size_t at = text.find(hole); at != std::wstring::npos; at = text.find(hole, at + value.size())) {
      text.replace(at, hole.size(), value);
    }
  }
  return text;
}

/// The account of a response: the one the answer names, the one asked for, or the first there is.
ComPtr<wam::IWebAccount> AccountFor(const AnswerEntry& answer, const ComPtr<wam::IWebAccount>& asked,
                                    const ComPtr<wam::IWebAccountProvider>& provider,
                                    const std::shared_ptr<const Script>& script) {
  if (!answer.account_id && asked != nullptr) return asked;
  const AccountEntry* first = script->accounts.empty() ? nullptr : &script->accounts.front();
  const AccountEntry* entry = answer.account_id ? script->AccountOf(*answer.account_id) : first;
  if (entry == nullptr) return nullptr;
  return New<Account>(*entry, provider, script);
}

}  // namespace

ComPtr<wam::IWebTokenRequestResult> NewTokenResult(const Call& call, Request* request,
                                                   const ComPtr<wam::IWebAccount>& account) {
  const std::shared_ptr<const Script>& script = call.script();
  const RequestFields fields = request->Fields();
  AnswerEntry answer = script->AnswerTo(call.method(), fields.properties);

  Properties holes = fields.properties;
  if (!fields.correlation_id.empty()) holes[L"correlationId"] = fields.correlation_id;
  holes[L"clientId"] = fields.client_id;
  holes[L"scope"] = fields.scope;
  answer.token = Fill(std::move(answer.token), holes);
  for (auto& [name, value] : answer.properties) value = Fill(std::move(value), holes);

  const bool succeeded = answer.status == wam::WebTokenRequestStatus::Success ||
                         answer.status == wam::WebTokenRequestStatus::AccountSwitch;
  std::vector<ComPtr<wam::IWebTokenResponse>> responses;
  for (unsigned long count = answer.responses.value_or(succeeded ? 1 : 0); count > 0; --count) {
    responses.push_back(
        New<TokenResponse>(answer, AccountFor(answer, account, request->provider(), script), script));
  }
  LogLine line = call.Event("answer");
  line.Number("status", static_cast<int>(answer.status));
  line.Number("tokenLength", static_cast<long long>(answer.token.size()));
  call.Write(&line);
  return New<TokenRequestResult>(std::move(answer), std::move(responses), script);
}

}  // namespace stand_in
