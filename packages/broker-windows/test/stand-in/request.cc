#include "request.h"

#include <utility>

#include "provider.h"

namespace stand_in {

Request::Request(ComPtr<wam::IWebAccountProvider> provider, std::wstring scope, std::wstring client_id,
                 wam::WebTokenRequestPromptType prompt_type, std::shared_ptr<const Script> script)
    : ScriptedObject(kWebCore, L"WebTokenRequest", std::move(script)),
      provider_(std::move(provider)),
      scope_(std::move(scope)),
      client_id_(std::move(client_id)),
      prompt_type_(prompt_type),
      properties_(New<StringMap>()) {}

RequestFields Request::Fields() {
  const auto& provider = static_cast<const Provider&>(*provider_.Get());
  return {provider.id(), provider.authority(), scope_, client_id_, prompt_type_, correlation_id_, properties_->Copy()};
}

HRESULT Request::get_WebAccountProvider(wam::IWebAccountProvider** provider) {
  return AnswerObject(L"WebAccountProvider", provider_, provider);
}

HRESULT Request::get_Scope(HSTRING* scope) {
  return AnswerText(L"Scope", scope_, scope);
}

HRESULT Request::get_ClientId(HSTRING* client_id) {
  return AnswerText(L"ClientId", client_id_, client_id);
}

HRESULT Request::get_PromptType(wam::WebTokenRequestPromptType* prompt_type) {
  return AnswerValue(L"PromptType", prompt_type_, prompt_type);
}

HRESULT Request::get_Properties(wam::IStringMap** properties) {
  return AnswerObject(L"Properties", properties_, properties);
}

HRESULT Request::get_CorrelationId(HSTRING* correlation_id) {
  return AnswerText(L"CorrelationId", correlation_id_, correlation_id);
}

HRESULT Request::put_CorrelationId(HSTRING correlation_id) {
  const HRESULT result = ResultOf(L"CorrelationId");
  if (SUCCEEDED(result)) correlation_id_ = ToText(correlation_id);
  return result;
}

bool Request::Refuses(REFIID iid) const {
  return Lacks<wam::IWebTokenRequest3>(iid, L"IWebTokenRequest3");
}

RequestFactory::RequestFactory(std::shared_ptr<const Script> script)
    : ScriptedObject(kWebCore, L"WebTokenRequest", std::move(script)) {}

HRESULT RequestFactory::ActivateInstance(IInspectable** instance) {
  *instance = nullptr;
  return E_NOTIMPL;
}

HRESULT RequestFactory::Create(wam::IWebAccountProvider* provider, HSTRING scope, HSTRING client_id,
                               wam::IWebTokenRequest** request) {
  return CreateWithPromptType(provider, scope, client_id, wam::WebTokenRequestPromptType::Default, request);
}

HRESULT RequestFactory::CreateWithPromptType(wam::IWebAccountProvider* provider, HSTRING scope, HSTRING client_id,
                                             wam::WebTokenRequestPromptType prompt_type,
                                             wam::IWebTokenRequest** request) {
  if (provider == nullptr || request == nullptr) return E_POINTER;
  *request = nullptr;
  const bool known = prompt_type == wam::WebTokenRequestPromptType::Default ||
                     prompt_type == wam::WebTokenRequestPromptType::ForceAuthentication;
  if (!known) return E_INVALIDARG;
  return AnswerObject(L"Create", New<Request>(provider, ToText(scope), ToText(client_id), prompt_type, script()),
                      request);
}

HRESULT RequestFactory::CreateWithProvider(wam::IWebAccountProvider* provider, wam::IWebTokenRequest** request) {
  return Create(provider, nullptr, nullptr, request);
}

HRESULT RequestFactory::CreateWithScope(wam::IWebAccountProvider* provider, HSTRING scope,
                                        wam::IWebTokenRequest** request) {
  return Create(provider, scope, nullptr, request);
}

}  // namespace stand_in
