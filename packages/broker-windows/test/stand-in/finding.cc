// The methods of WebAuthenticationCoreManager that find providers and accounts.
#include "account.h"
#include "async_operation.h"
#include "core_manager.h"
#include "provider.h"

namespace stand_in {
namespace {

HRESULT StartFindProvider(Call call, const std::wstring& id, const std::optional<std::wstring>& authority,
                          CoreManager::ProviderOperation** operation) {
  if (id.empty()) return E_INVALIDARG;
  auto find = [id, authority](const Call& begun, ComPtr<wam::IWebAccountProvider>* result) {
    *result = FindProvider(begun.script(), id, authority);
    return S_OK;
  };
  return StartOperation<wam::IWebAccountProvider>(std::move(call), std::move(find), operation);
}

/// Adds the provider to the line. The providers that the addon can have are the stand-in's own.
ComPtr<Provider> Describe(wam::IWebAccountProvider* provider, LogLine* line) {
  ComPtr<Provider> own(static_cast<Provider*>(provider));
  line->Text("providerId", own->id()).Text("authority", own->authority());
  return own;
}

HRESULT StartFindAllAccounts(Call call, const ComPtr<Provider>& provider, CoreManager::AccountsOperation** operation) {
  auto find = [provider](const Call& begun, ComPtr<wam::IFindAllAccountsResult>* result) {
    *result = FindAllAccounts(begun.script(), provider);
    return S_OK;
  };
  return StartOperation<wam::IFindAllAccountsResult>(std::move(call), std::move(find), operation);
}

}  // namespace

HRESULT CoreManager::FindAccountProviderAsync(HSTRING id, ProviderOperation** operation) {
  Call call("FindAccountProviderAsync");
  call.line().Text("providerId", ToText(id));
  return StartFindProvider(std::move(call), ToText(id), std::nullopt, operation);
}

HRESULT CoreManager::FindAccountProviderWithAuthorityAsync(HSTRING id, HSTRING authority,
                                                           ProviderOperation** operation) {
  Call call("FindAccountProviderWithAuthorityAsync");
  call.line().Text("providerId", ToText(id)).Text("authority", ToText(authority));
  return StartFindProvider(std::move(call), ToText(id), ToText(authority), operation);
}

HRESULT CoreManager::FindAccountAsync(wam::IWebAccountProvider* provider, HSTRING id, AccountOperation** operation) {
  if (provider == nullptr) return E_POINTER;
  const std::wstring account_id = ToText(id);
  if (account_id.empty()) return E_INVALIDARG;
  Call call("FindAccountAsync");
  const ComPtr<Provider> own = Describe(provider, &call.line());
  call.line().Text("accountId", account_id);
  auto find = [own, account_id](const Call& begun, ComPtr<wam::IWebAccount>* result) {
    *result = FindAccount(begun.script(), own, account_id);
    return S_OK;
  };
  return StartOperation<wam::IWebAccount>(std::move(call), std::move(find), operation);
}

HRESULT CoreManager::FindAllAccountsAsync(wam::IWebAccountProvider* provider, AccountsOperation** operation) {
  if (provider == nullptr) return E_POINTER;
  Call call("FindAllAccountsAsync");
  const ComPtr<Provider> own = Describe(provider, &call.line());
  return StartFindAllAccounts(std::move(call), own, operation);
}

HRESULT CoreManager::FindAllAccountsWithClientIdAsync(wam::IWebAccountProvider* provider, HSTRING client_id,
                                                      AccountsOperation** operation) {
  if (provider == nullptr) return E_POINTER;
  Call call("FindAllAccountsWithClientIdAsync");
  const ComPtr<Provider> own = Describe(provider, &call.line());
  call.line().Text("clientId", ToText(client_id));
  return StartFindAllAccounts(std::move(call), own, operation);
}

HRESULT CoreManager::FindSystemAccountProviderAsync(HSTRING, ProviderOperation** operation) {
  *operation = nullptr;
  return E_NOTIMPL;
}

HRESULT CoreManager::FindSystemAccountProviderWithAuthorityAsync(HSTRING, HSTRING, ProviderOperation** operation) {
  *operation = nullptr;
  return E_NOTIMPL;
}

HRESULT CoreManager::FindSystemAccountProviderWithAuthorityForUserAsync(HSTRING, HSTRING, IInspectable*,
                                                                        ProviderOperation** operation) {
  *operation = nullptr;
  return E_NOTIMPL;
}

}  // namespace stand_in
