#include "account.h"

#include "async_operation.h"
#include "provider_error.h"
#include "string_map.h"
#include "vector_view.h"

namespace stand_in {
namespace {

/// A `FindAllAccountsResult`.
class FindAllAccountsResult final : public ScriptedObject<wam::IFindAllAccountsResult> {
 public:
  FindAllAccountsResult(wam::FindAllWebAccountsStatus status, std::vector<ComPtr<wam::IWebAccount>> accounts,
                        std::shared_ptr<const Script> script)
      : ScriptedObject(kWebCore, L"FindAllAccountsResult", std::move(script)),
        status_(status),
        accounts_(New<VectorView<wam::IWebAccount>>(std::move(accounts))) {}

  HRESULT STDMETHODCALLTYPE get_Accounts(wam::IVectorView<wam::IWebAccount>** accounts) override {
    return AnswerObject(L"Accounts", accounts_, accounts);
  }

  HRESULT STDMETHODCALLTYPE get_Status(wam::FindAllWebAccountsStatus* status) override {
    return AnswerValue(L"Status", status_, status);
  }

  HRESULT STDMETHODCALLTYPE get_ProviderError(wam::IWebProviderError** provider_error) override {
    return AnswerObject(L"ProviderError", NewProviderError(script()->listing_error, script()), provider_error);
  }

 private:
  const wam::FindAllWebAccountsStatus status_;
  const ComPtr<wam::IVectorView<wam::IWebAccount>> accounts_;
};

bool Has(const Provider& provider, const AccountEntry& account) {
  return account.authority.value_or(provider.authority()) == provider.authority();
}

}  // namespace

Account::Account(AccountEntry entry, ComPtr<wam::IWebAccountProvider> provider, std::shared_ptr<const Script> script)
    : ScriptedObject(kCredentials, L"WebAccount", std::move(script)),
      entry_(std::move(entry)),
      provider_(std::move(provider)) {}

HRESULT Account::get_WebAccountProvider(wam::IWebAccountProvider** provider) {
  return AnswerObject(L"WebAccountProvider", provider_, provider);
}

HRESULT Account::get_UserName(HSTRING* user_name) {
  return AnswerText(L"UserName", entry_.user_name, user_name);
}

HRESULT Account::get_State(wam::WebAccountState* state) {
  return AnswerValue(L"State", entry_.state, state);
}

HRESULT Account::get_Id(HSTRING* id) {
  return AnswerText(L"Id", entry_.id, id);
}

HRESULT Account::get_Properties(wam::IStringMapView** properties) {
  return AnswerObject(L"Properties", New<StringMapView>(entry_.properties), properties);
}

HRESULT Account::GetPictureAsync(INT32, IInspectable** operation) {
  *operation = nullptr;
  return E_NOTIMPL;
}

HRESULT Account::SignOutAsync(wam::IAsyncAction** action) {
  Call call("SignOutAsync");
  call.line().Text("accountId", entry_.id);
  return StartAction(std::move(call), action);
}

HRESULT Account::SignOutWithClientIdAsync(HSTRING client_id, wam::IAsyncAction** action) {
  Call call("SignOutWithClientIdAsync");
  call.line().Text("accountId", entry_.id).Text("clientId", ToText(client_id));
  return StartAction(std::move(call), action);
}

bool Account::Refuses(REFIID iid) const {
  return Lacks<wam::IWebAccount2>(iid, L"IWebAccount2");
}

ComPtr<Account> FindAccount(const std::shared_ptr<const Script>& script, const ComPtr<Provider>& provider,
                            const std::wstring& id) {
  const AccountEntry* entry = script->AccountOf(id);
  if (entry == nullptr || entry->visibility == Visibility::kHidden || !Has(*provider.Get(), *entry)) return nullptr;
  return New<Account>(*entry, provider, script);
}

ComPtr<wam::IFindAllAccountsResult> FindAllAccounts(const std::shared_ptr<const Script>& script,
                                                    const ComPtr<Provider>& provider) {
  const wam::FindAllWebAccountsStatus status = script->ListingOf(provider->authority());
  std::vector<ComPtr<wam::IWebAccount>> accounts;
  if (status == wam::FindAllWebAccountsStatus::Success) {
    for (const AccountEntry& entry : script->accounts) {
      if (entry.visibility != Visibility::kListed || !Has(*provider.Get(), entry)) continue;
      accounts.push_back(New<Account>(entry, provider, script));
    }
  }
  return New<FindAllAccountsResult>(status, std::move(accounts), script);
}

}  // namespace stand_in
