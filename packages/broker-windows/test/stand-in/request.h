#pragma once

#include "scripted_object.h"
#include "string_map.h"

namespace stand_in {

/// What a `WebTokenRequest` holds.
struct RequestFields {
  std::wstring provider_id;
  std::wstring authority;
  std::wstring scope;
  std::wstring client_id;
  wam::WebTokenRequestPromptType prompt_type;
  std::wstring correlation_id;
  Properties properties;
};

/// A `WebTokenRequest`.
class Request final : public ScriptedObject<wam::IWebTokenRequest, wam::IWebTokenRequest3> {
 public:
  Request(ComPtr<wam::IWebAccountProvider> provider, std::wstring scope, std::wstring client_id,
          wam::WebTokenRequestPromptType prompt_type, std::shared_ptr<const Script> script);

  /// What it holds when the broker is asked.
  RequestFields Fields();
  const ComPtr<wam::IWebAccountProvider>& provider() const { return provider_; }

  HRESULT STDMETHODCALLTYPE get_WebAccountProvider(wam::IWebAccountProvider** provider) override;
  HRESULT STDMETHODCALLTYPE get_Scope(HSTRING* scope) override;
  HRESULT STDMETHODCALLTYPE get_ClientId(HSTRING* client_id) override;
  HRESULT STDMETHODCALLTYPE get_PromptType(wam::WebTokenRequestPromptType* prompt_type) override;
  HRESULT STDMETHODCALLTYPE get_Properties(wam::IStringMap** properties) override;
  HRESULT STDMETHODCALLTYPE get_CorrelationId(HSTRING* correlation_id) override;
  HRESULT STDMETHODCALLTYPE put_CorrelationId(HSTRING correlation_id) override;

 private:
  bool Refuses(REFIID iid) const override;

  const ComPtr<wam::IWebAccountProvider> provider_;
  const std::wstring scope_;
  const std::wstring client_id_;
  const wam::WebTokenRequestPromptType prompt_type_;
  const ComPtr<StringMap> properties_;
  std::wstring correlation_id_;
};

/// The activation factory of `WebTokenRequest`.
class RequestFactory final : public ScriptedObject<wam::IActivationFactory, wam::IWebTokenRequestFactory> {
 public:
  explicit RequestFactory(std::shared_ptr<const Script> script);

  HRESULT STDMETHODCALLTYPE ActivateInstance(IInspectable** instance) override;
  HRESULT STDMETHODCALLTYPE Create(wam::IWebAccountProvider* provider, HSTRING scope, HSTRING client_id,
                                   wam::IWebTokenRequest** request) override;
  HRESULT STDMETHODCALLTYPE CreateWithPromptType(wam::IWebAccountProvider* provider, HSTRING scope, HSTRING client_id,
                                                 wam::WebTokenRequestPromptType prompt_type,
                                                 wam::IWebTokenRequest** request) override;
  HRESULT STDMETHODCALLTYPE CreateWithProvider(wam::IWebAccountProvider* provider,
                                               wam::IWebTokenRequest** request) override;
  HRESULT STDMETHODCALLTYPE CreateWithScope(wam::IWebAccountProvider* provider, HSTRING scope,
                                            wam::IWebTokenRequest** request) override;
};

}  // namespace stand_in
