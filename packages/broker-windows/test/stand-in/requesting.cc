// The methods of WebAuthenticationCoreManager that request tokens.
#include "account.h"
#include "async_operation.h"
#include "core_manager.h"
#include "request.h"
#include "token_result.h"
#include "window.h"

namespace stand_in {
namespace {

constexpr HRESULT kInvalidWindowHandle = HRESULT_FROM_WIN32(ERROR_INVALID_WINDOW_HANDLE);

/// Adds everything that was asked for. The requests and accounts that the addon can have are the stand-in's own.
void Describe(Request* request, wam::IWebAccount* account, LogLine* line) {
  const RequestFields fields = request->Fields();
  line->Text("providerId", fields.provider_id).Text("authority", fields.authority);
  line->Text("clientId", fields.client_id).Text("scope", fields.scope);
  line->Number("promptType", static_cast<int>(fields.prompt_type));
  line->Text("correlationId", fields.correlation_id);
  line->Object("properties", fields.properties);
  if (account != nullptr) line->Text("accountId", static_cast<Account*>(account)->id());
}

HRESULT StartRequest(Call call, wam::IWebTokenRequest* request, wam::IWebAccount* account,
                     CoreManager::TokenOperation** operation, std::function<void(const Call&)> before = {}) {
  const ComPtr<Request> own(static_cast<Request*>(request));
  Describe(own.Get(), account, &call.line());
  auto answer = [own, asked = ComPtr<wam::IWebAccount>(account)](const Call& begun,
                                                                 ComPtr<wam::IWebTokenRequestResult>* result) {
    *result = NewTokenResult(begun, own.Get(), asked);
    return S_OK;
  };
  return StartOperation<wam::IWebTokenRequestResult>(std::move(call), std::move(answer), operation, std::move(before));
}

/// What a desktop program is told that has no view of the Universal Windows Platform.
HRESULT RefuseWithoutWindow(const char* method, CoreManager::TokenOperation** operation) {
  *operation = nullptr;
  return Call(method).Begin(kInvalidWindowHandle);
}

HRESULT StartForWindow(const char* method, HWND window, IInspectable* request, IInspectable* account,
                       REFIID operation_iid, void** operation) {
  if (operation == nullptr) return E_POINTER;
  *operation = nullptr;
  if (request == nullptr) return E_POINTER;
  if (operation_iid != wam::kIid<CoreManager::TokenOperation>) return E_NOINTERFACE;
  ComPtr<wam::IWebTokenRequest> token_request;
  HRESULT result = request->QueryInterface(wam::kIid<wam::IWebTokenRequest>, &token_request);
  if (FAILED(result)) return result;
  ComPtr<wam::IWebAccount> web_account;
  if (account != nullptr) result = account->QueryInterface(wam::kIid<wam::IWebAccount>, &web_account);
  if (FAILED(result)) return result;

  Call call(method);
  DescribeWindow(window, &call.line());
  if (!IsWindow(window)) {
    Describe(static_cast<Request*>(token_request.Get()), web_account.Get(), &call.line());
    return call.Begin(kInvalidWindowHandle);
  }
  return StartRequest(std::move(call), token_request.Get(), web_account.Get(),
                      reinterpret_cast<CoreManager::TokenOperation**>(operation),
                      [window](const Call& begun) { AskWindow(window, begun); });
}

}  // namespace

HRESULT CoreManager::GetTokenSilentlyAsync(wam::IWebTokenRequest* request, TokenOperation** operation) {
  if (request == nullptr) return E_POINTER;
  return StartRequest(Call("GetTokenSilentlyAsync"), request, nullptr, operation);
}

HRESULT CoreManager::GetTokenSilentlyWithWebAccountAsync(wam::IWebTokenRequest* request, wam::IWebAccount* account,
                                                         TokenOperation** operation) {
  if (request == nullptr || account == nullptr) return E_POINTER;
  return StartRequest(Call("GetTokenSilentlyWithWebAccountAsync"), request, account, operation);
}

HRESULT CoreManager::RequestTokenAsync(wam::IWebTokenRequest*, TokenOperation** operation) {
  return RefuseWithoutWindow("RequestTokenAsync", operation);
}

HRESULT CoreManager::RequestTokenWithWebAccountAsync(wam::IWebTokenRequest*, wam::IWebAccount*,
                                                     TokenOperation** operation) {
  return RefuseWithoutWindow("RequestTokenWithWebAccountAsync", operation);
}

HRESULT CoreManager::RequestTokenForWindowAsync(HWND app_window, IInspectable* request, REFIID operation_iid,
                                                void** operation) {
  return StartForWindow("RequestTokenForWindowAsync", app_window, request, nullptr, operation_iid, operation);
}

HRESULT CoreManager::RequestTokenWithWebAccountForWindowAsync(HWND app_window, IInspectable* request,
                                                              IInspectable* account, REFIID operation_iid,
                                                              void** operation) {
  if (account == nullptr) return E_POINTER;
  return StartForWindow("RequestTokenWithWebAccountForWindowAsync", app_window, request, account, operation_iid,
                        operation);
}

}  // namespace stand_in
