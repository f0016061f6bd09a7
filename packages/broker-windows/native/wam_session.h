#pragma once

#include <string>

#include "com_ptr.h"
#include "failure.h"
#include "requests.h"
#include "system_libraries.h"
#include "waiter.h"
#include "wam_abi.h"

namespace authbroker {

/// The calls of WinRT that an operation is made of, on the operation's own thread. Each waits for what it begins.
class WamSession {
 public:
  WamSession(const Combase& combase, const Waiter& waiter) : combase_(combase), waiter_(waiter) {}
  WamSession(const WamSession&) = delete;
  WamSession& operator=(const WamSession&) = delete;

  /// Activates `WebAuthenticationCoreManager`; everything else comes after it.
  MaybeFailure Open();

  MaybeFailure FindProvider(const ProviderRequest& wanted, ComPtr<wam::IWebAccountProvider>* provider) const;
  MaybeFailure FindAccount(wam::IWebAccountProvider* provider, const std::wstring& id,
                           ComPtr<wam::IWebAccount>* account) const;
  /// Leaves `result` empty where this Windows cannot list accounts.
  MaybeFailure FindAllAccounts(wam::IWebAccountProvider* provider, const std::wstring& client_id,
                               ComPtr<wam::IFindAllAccountsResult>* result) const;
  MaybeFailure CreateRequest(wam::IWebAccountProvider* provider, const TokenRequest& wanted,
                             ComPtr<wam::IWebTokenRequest>* request) const;
  /// `account` may be null.
  MaybeFailure GetTokenSilently(wam::IWebTokenRequest* request, wam::IWebAccount* account,
                                ComPtr<wam::IWebTokenRequestResult>* result) const;
  /// `account` may be null.
  MaybeFailure RequestToken(HWND owner, wam::IWebTokenRequest* request, wam::IWebAccount* account,
                            ComPtr<wam::IWebTokenRequestResult>* result) const;
  MaybeFailure SignOut(const ComPtr<wam::IWebAccount>& account, const std::wstring& client_id) const;

 private:
  template <class Interface>
  MaybeFailure GetFactory(const wchar_t* class_name, ComPtr<Interface>* factory) const;
  template <class Result, class Begin>
  MaybeFailure Ask(const char* function, Begin begin, ComPtr<Result>* result) const;
  MaybeFailure SetCorrelationId(const ComPtr<wam::IWebTokenRequest>& request, const std::wstring& id) const;
  MaybeFailure SetProperties(wam::IWebTokenRequest* request, const StringPairs& pairs) const;

  const Combase& combase_;
  const Waiter& waiter_;
  ComPtr<wam::IWebAuthenticationCoreManagerStatics> manager_;
};

}  // namespace authbroker
