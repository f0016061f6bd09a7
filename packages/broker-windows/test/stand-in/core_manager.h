#pragma once

#include "scripted_object.h"

namespace stand_in {

/// The activation factory of `WebAuthenticationCoreManager`, with its static methods and those for desktop windows.
class CoreManager final
    : public ScriptedObject<wam::IActivationFactory, wam::IWebAuthenticationCoreManagerStatics,
                            wam::IWebAuthenticationCoreManagerStatics4, wam::IWebAuthenticationCoreManagerInterop> {
 public:
  using TokenOperation = wam::IAsyncOperation<wam::IWebTokenRequestResult>;
  using ProviderOperation = wam::IAsyncOperation<wam::IWebAccountProvider>;
  using AccountOperation = wam::IAsyncOperation<wam::IWebAccount>;
  using AccountsOperation = wam::IAsyncOperation<wam::IFindAllAccountsResult>;

  explicit CoreManager(std::shared_ptr<const Script> script);

  HRESULT STDMETHODCALLTYPE ActivateInstance(IInspectable** instance) override;

  HRESULT STDMETHODCALLTYPE GetTokenSilentlyAsync(wam::IWebTokenRequest* request, TokenOperation** operation) override;
  HRESULT STDMETHODCALLTYPE GetTokenSilentlyWithWebAccountAsync(wam::IWebTokenRequest* request,
                                                                wam::IWebAccount* account,
                                                                TokenOperation** operation) override;
  HRESULT STDMETHODCALLTYPE RequestTokenAsync(wam::IWebTokenRequest* request, TokenOperation** operation) override;
  HRESULT STDMETHODCALLTYPE RequestTokenWithWebAccountAsync(wam::IWebTokenRequest* request, wam::IWebAccount* account,
                                                            TokenOperation** operation) override;
  HRESULT STDMETHODCALLTYPE FindAccountAsync(wam::IWebAccountProvider* provider, HSTRING id,
                                             AccountOperation** operation) override;
  HRESULT STDMETHODCALLTYPE FindAccountProviderAsync(HSTRING id, ProviderOperation** operation) override;
  HRESULT STDMETHODCALLTYPE FindAccountProviderWithAuthorityAsync(HSTRING id, HSTRING authority,
                                                                  ProviderOperation** operation) override;

  HRESULT STDMETHODCALLTYPE FindAllAccountsAsync(wam::IWebAccountProvider* provider,
                                                 AccountsOperation** operation) override;
  HRESULT STDMETHODCALLTYPE FindAllAccountsWithClientIdAsync(wam::IWebAccountProvider* provider, HSTRING client_id,
                                                             AccountsOperation** operation) override;
  HRESULT STDMETHODCALLTYPE FindSystemAccountProviderAsync(HSTRING id, ProviderOperation** operation) override;
  HRESULT STDMETHODCALLTYPE FindSystemAccountProviderWithAuthorityAsync(HSTRING id, HSTRING authority,
                                                                        ProviderOperation** operation) override;
  HRESULT STDMETHODCALLTYPE FindSystemAccountProviderWithAuthorityForUserAsync(HSTRING id, HSTRING authority,
                                                                               IInspectable* user,
                                                                               ProviderOperation** operation) override;

  HRESULT STDMETHODCALLTYPE RequestTokenForWindowAsync(HWND app_window, IInspectable* request, REFIID operation_iid,
                                                       void** operation) override;
  HRESULT STDMETHODCALLTYPE RequestTokenWithWebAccountForWindowAsync(HWND app_window, IInspectable* request,
                                                                     IInspectable* account, REFIID operation_iid,
                                                                     void** operation) override;

 private:
  bool Refuses(REFIID iid) const override;
};

}  // namespace stand_in
