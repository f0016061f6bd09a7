#pragma once

#include "provider.h"
#include "scripted_object.h"

namespace stand_in {

/// A `WebAccount`.
class Account final : public ScriptedObject<wam::IWebAccount, wam::IWebAccount2> {
 public:
  Account(AccountEntry entry, ComPtr<wam::IWebAccountProvider> provider, std::shared_ptr<const Script> script);

  const std::wstring& id() const { return entry_.id; }

  HRESULT STDMETHODCALLTYPE get_WebAccountProvider(wam::IWebAccountProvider** provider) override;
  HRESULT STDMETHODCALLTYPE get_UserName(HSTRING* user_name) override;
  HRESULT STDMETHODCALLTYPE get_State(wam::WebAccountState* state) override;
  HRESULT STDMETHODCALLTYPE get_Id(HSTRING* id) override;
  HRESULT STDMETHODCALLTYPE get_Properties(wam::IStringMapView** properties) override;
  HRESULT STDMETHODCALLTYPE GetPictureAsync(INT32 desired_size, IInspectable** operation) override;
  HRESULT STDMETHODCALLTYPE SignOutAsync(wam::IAsyncAction** action) override;
  HRESULT STDMETHODCALLTYPE SignOutWithClientIdAsync(HSTRING client_id, wam::IAsyncAction** action) override;

 private:
  bool Refuses(REFIID iid) const override;

  const AccountEntry entry_;
  const ComPtr<wam::IWebAccountProvider> provider_;
};

/// The account of an id that a provider finds; null when it finds none.
ComPtr<Account> FindAccount(const std::shared_ptr<const Script>& script, const ComPtr<Provider>& provider,
                            const std::wstring& id);

/// What a provider answers `FindAllAccountsAsync` with.
ComPtr<wam::IFindAllAccountsResult> FindAllAccounts(const std::shared_ptr<const Script>& script,
                                                    const ComPtr<Provider>& provider);

}  // namespace stand_in
