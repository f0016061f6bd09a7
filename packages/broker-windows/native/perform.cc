#include "perform.h"

#include <utility>

#include "apartment.h"
#include "owner_window.h"
#include "read_answers.h"
#include "system_libraries.h"
#include "wam_session.h"
#include "waiter.h"

namespace authbroker {
namespace {

/// What an operation works with on its thread.
struct Context {
  const Combase& combase;
  const WamSession& session;
  HWND owner;
};

Outcome PerformRequest(const Context& context, const FindProviderRequest& request) {
  ComPtr<wam::IWebAccountProvider> provider;
  if (MaybeFailure failure = context.session.FindProvider(request.provider, &provider)) return std::move(*failure);
  ProviderAnswer answer;
  if (MaybeFailure failure = ReadProvider(context.combase, provider, &answer)) return std::move(*failure);
  return answer;
}

Outcome PerformRequest(const Context& context, const FindAccountsRequest& request) {
  const WamSession& session = context.session;
  ComPtr<wam::IWebAccountProvider> provider;
  if (MaybeFailure failure = session.FindProvider(request.provider, &provider)) return std::move(*failure);
  ComPtr<wam::IFindAllAccountsResult> result;
  if (MaybeFailure failure = session.FindAllAccounts(provider.get(), request.client_id, &result)) {
    return std::move(*failure);
  }
  AccountsAnswer answer;
  if (!result) return answer;
  if (MaybeFailure failure = ReadAccounts(context.combase, result.get(), &answer)) return std::move(*failure);
  return answer;
}

Outcome PerformRequest(const Context& context, const TokenRequest& request) {
  const WamSession& session = context.session;
  ComPtr<wam::IWebAccountProvider> provider;
  if (MaybeFailure failure = session.FindProvider(request.provider, &provider)) return std::move(*failure);
  ComPtr<wam::IWebAccount> account;
  if (request.account_id) {
    if (MaybeFailure failure = session.FindAccount(provider.get(), *request.account_id, &account)) {
      return std::move(*failure);
    }
  }
  ComPtr<wam::IWebTokenRequest> token_request;
  if (MaybeFailure failure = session.CreateRequest(provider.get(), request, &token_request)) {
    return std::move(*failure);
  }
  ComPtr<wam::IWebTokenRequestResult> result;
  MaybeFailure failure =
      request.mode == TokenRequest::Mode::kSilent
          ? session.GetTokenSilently(token_request.get(), account.get(), &result)
          : session.RequestToken(context.owner, token_request.get(), account.get(), &result);
  if (failure) return std::move(*failure);
  TokenAnswer answer;
  if (MaybeFailure unread = ReadTokenResult(context.combase, result.get(), &answer)) return std::move(*unread);
  return answer;
}

Outcome PerformRequest(const Context& context, const SignOutRequest& request) {
  const WamSession& session = context.session;
  ComPtr<wam::IWebAccountProvider> provider;
  if (MaybeFailure failure = session.FindProvider(request.provider, &provider)) return std::move(*failure);
  ComPtr<wam::IWebAccount> account;
  if (MaybeFailure failure = session.FindAccount(provider.get(), request.account_id, &account)) {
    return std::move(*failure);
  }
  if (MaybeFailure failure = session.SignOut(account, request.client_id)) return std::move(*failure);
  return SignedOut{};
}

Outcome PerformInApartment(const Request& request, const Waiter& waiter, HWND owner) {
  const Combase* combase = Combase::Find();
  if (combase == nullptr) {
    return Failure{FailureCode::kWinRtMissing, L"combase.dll is not there: this Windows has no WinRT."};
  }
  // Everything below lets go of its objects before the apartment ends.
  const Apartment apartment(*combase);
  if (MaybeFailure failure = Check("RoInitialize", apartment.result())) return std::move(*failure);
  WamSession session(*combase, waiter);
  if (MaybeFailure failure = session.Open()) return std::move(*failure);
  const Context context{*combase, session, owner};
  return std::visit([&](const auto& wanted) { return PerformRequest(context, wanted); }, request);
}

}  // namespace

Outcome Perform(const Request& request, HANDLE cancelled) {
  const auto* token_request = std::get_if<TokenRequest>(&request);
  if (token_request == nullptr || token_request->mode == TokenRequest::Mode::kSilent) {
    return PerformInApartment(request, Waiter(cancelled, nullptr), nullptr);
  }
  const User32* user32 = User32::Find();
  if (user32 == nullptr) return CallFailed("LoadLibraryExW", HRESULT_FROM_WIN32(ERROR_MOD_NOT_FOUND));
  OwnerWindow owner(*user32);
  if (MaybeFailure failure = owner.Open(token_request->parent_window)) return std::move(*failure);
  return PerformInApartment(request, Waiter(cancelled, user32), owner.get());
}

}  // namespace authbroker
