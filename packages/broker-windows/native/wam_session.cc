#include "wam_session.h"

#include "async_operation.h"
#include "winrt_string.h"

namespace authbroker {

template <class Interface>
MaybeFailure WamSession::GetFactory(const wchar_t* class_name, ComPtr<Interface>* factory) const {
  const std::wstring name = class_name;
  const HStringReference name_string(combase_, name);
  return Check("RoGetActivationFactory", combase_.RoGetActivationFactory(name_string.get(), wam::kIid<Interface>,
                                                                         factory->PutVoid()));
}

/// Begins an operation of WinRT, waits for it and takes its result, which may be empty.
template <class Result, class Begin>
MaybeFailure WamSession::Ask(const char* function, Begin begin, ComPtr<Result>* result) const {
  if (waiter_.IsCancelled()) return Cancelled();
  ComPtr<wam::IAsyncOperation<Result>> operation;
  if (MaybeFailure failure = Check(function, begin(operation.Put()))) return failure;
  if (!operation) return CallFailed(function, E_POINTER);
  if (MaybeFailure failure = Await(operation, function, waiter_)) return failure;
  const HRESULT got = operation->GetResults(result->Put());
  if (FAILED(got)) return OperationFailed(function, got);
  return std::nullopt;
}

MaybeFailure WamSession::Open() { return GetFactory(wam::kWebAuthenticationCoreManagerClass, &manager_); }

MaybeFailure WamSession::FindProvider(const ProviderRequest& wanted, ComPtr<wam::IWebAccountProvider>* provider) const {
  const HStringReference id(combase_, wanted.id);
  const auto begin = [&](wam::IAsyncOperation<wam::IWebAccountProvider>** operation) {
    if (!wanted.authority) return manager_->FindAccountProviderAsync(id.get(), operation);
    const HStringReference authority(combase_, *wanted.authority);
    return manager_->FindAccountProviderWithAuthorityAsync(id.get(), authority.get(), operation);
  };
  if (MaybeFailure failure = Ask("FindAccountProviderAsync", begin, provider)) return failure;
  if (*provider) return std::nullopt;
  const wchar_t* message = wanted.authority ? L"FindAccountProviderAsync found no provider with this id and authority."
                                            : L"FindAccountProviderAsync found no provider with this id.";
  return Failure{FailureCode::kProviderNotFound, message};
}

MaybeFailure WamSession::FindAccount(wam::IWebAccountProvider* provider, const std::wstring& id,
                                     ComPtr<wam::IWebAccount>* account) const {
  const HStringReference id_string(combase_, id);
  const auto begin = [&](wam::IAsyncOperation<wam::IWebAccount>** operation) {
    return manager_->FindAccountAsync(provider, id_string.get(), operation);
  };
  if (MaybeFailure failure = Ask("FindAccountAsync", begin, account)) return failure;
  if (*account) return std::nullopt;
  return Failure{FailureCode::kAccountNotFound, L"FindAccountAsync found no account with this id."};
}

MaybeFailure WamSession::FindAllAccounts(wam::IWebAccountProvider* provider, const std::wstring& client_id,
                                         ComPtr<wam::IFindAllAccountsResult>* result) const {
  const auto lister = manager_.As<wam::IWebAuthenticationCoreManagerStatics4>();
  if (!lister) return std::nullopt;
  const HStringReference client_id_string(combase_, client_id);
  const auto begin = [&](wam::IAsyncOperation<wam::IFindAllAccountsResult>** operation) {
    return lister->FindAllAccountsWithClientIdAsync(provider, client_id_string.get(), operation);
  };
  if (MaybeFailure failure = Ask("FindAllAccountsAsync", begin, result)) return failure;
  if (*result) return std::nullopt;
  return OperationFailed("FindAllAccountsAsync", E_POINTER);
}

MaybeFailure WamSession::CreateRequest(wam::IWebAccountProvider* provider, const TokenRequest& wanted,
                                       ComPtr<wam::IWebTokenRequest>* request) const {
  ComPtr<wam::IWebTokenRequestFactory> factory;
  if (MaybeFailure failure = GetFactory(wam::kWebTokenRequestClass, &factory)) return failure;
  const HStringReference scope(combase_, wanted.scope);
  const HStringReference client_id(combase_, wanted.client_id);
  const HRESULT created = factory->CreateWithPromptType(provider, scope.get(), client_id.get(), wanted.prompt_type,
                                                        request->Put());
  if (MaybeFailure failure = Check("WebTokenRequest", created)) return failure;
  if (!*request) return CallFailed("WebTokenRequest", E_POINTER);
  if (MaybeFailure failure = SetProperties(request->get(), wanted.properties)) return failure;
  return SetCorrelationId(*request, wanted.correlation_id);
}

MaybeFailure WamSession::GetTokenSilently(wam::IWebTokenRequest* request, wam::IWebAccount* account,
                                          ComPtr<wam::IWebTokenRequestResult>* result) const {
  const auto begin = [&](wam::IAsyncOperation<wam::IWebTokenRequestResult>** operation) {
    if (account == nullptr) return manager_->GetTokenSilentlyAsync(request, operation);
    return manager_->GetTokenSilentlyWithWebAccountAsync(request, account, operation);
  };
  if (MaybeFailure failure = Ask("GetTokenSilentlyAsync", begin, result)) return failure;
  if (*result) return std::nullopt;
  return OperationFailed("GetTokenSilentlyAsync", E_POINTER);
}

MaybeFailure WamSession::RequestToken(HWND owner, wam::IWebTokenRequest* request, wam::IWebAccount* account,
                                      ComPtr<wam::IWebTokenRequestResult>* result) const {
  using Operation = wam::IAsyncOperation<wam::IWebTokenRequestResult>;
  // The form for desktop programs is on the class's factory; RequestTokenAsync itself wants a thread of UWP.
  ComPtr<wam::IWebAuthenticationCoreManagerInterop> interop;
  if (MaybeFailure failure = GetFactory(wam::kWebAuthenticationCoreManagerClass, &interop)) return failure;
  const char* function =
      account == nullptr ? "RequestTokenForWindowAsync" : "RequestTokenWithWebAccountForWindowAsync";
  const auto begin = [&](Operation** operation) {
    auto** untyped = reinterpret_cast<void**>(operation);
    if (account == nullptr) return interop->RequestTokenForWindowAsync(owner, request, wam::kIid<Operation>, untyped);
    return interop->RequestTokenWithWebAccountForWindowAsync(owner, request, account, wam::kIid<Operation>, untyped);
  };
  if (MaybeFailure failure = Ask(function, begin, result)) return failure;
  if (*result) return std::nullopt;
  return OperationFailed(function, E_POINTER);
}

MaybeFailure WamSession::SignOut(const ComPtr<wam::IWebAccount>& account, const std::wstring& client_id) const {
  constexpr const char* kFunction = "SignOutAsync";
  if (waiter_.IsCancelled()) return Cancelled();
  const auto account2 = account.As<wam::IWebAccount2>();
  if (!account2) return CallFailed(kFunction, E_NOINTERFACE);
  const HStringReference client_id_string(combase_, client_id);
  ComPtr<wam::IAsyncAction> action;
  const HRESULT begun = account2->SignOutWithClientIdAsync(client_id_string.get(), action.Put());
  if (MaybeFailure failure = Check(kFunction, begun)) return failure;
  if (!action) return CallFailed(kFunction, E_POINTER);
  if (MaybeFailure failure = Await(action, kFunction, waiter_)) return failure;
  const HRESULT ended = action->GetResults();
  if (FAILED(ended)) return OperationFailed(kFunction, ended);
  return std::nullopt;
}

MaybeFailure WamSession::SetCorrelationId(const ComPtr<wam::IWebTokenRequest>& request, const std::wstring& id) const {
  const auto request3 = request.As<wam::IWebTokenRequest3>();
  if (!request3) return SetProperties(request.get(), {{L"correlationId", id}});
  const HStringReference id_string(combase_, id);
  return Check("WebTokenRequest.CorrelationId", request3->put_CorrelationId(id_string.get()));
}

MaybeFailure WamSession::SetProperties(wam::IWebTokenRequest* request, const StringPairs& pairs) const {
  constexpr const char* kFunction = "IMap.Insert";
  ComPtr<wam::IStringMap> map;
  if (MaybeFailure failure = Check("WebTokenRequest.Properties", request->get_Properties(map.Put()))) return failure;
  if (!map) return CallFailed(kFunction, E_POINTER);
  for (const auto& [key, value] : pairs) {
    const HStringReference key_string(combase_, key);
    const HStringReference value_string(combase_, value);
    boolean replaced = FALSE;
    if (MaybeFailure failure = Check(kFunction, map->Insert(key_string.get(), value_string.get(), &replaced))) {
      return failure;
    }
  }
  return std::nullopt;
}

}  // namespace authbroker
