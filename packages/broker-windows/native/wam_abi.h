/// The binary interface of Windows' Web Account Manager, declared by hand: one header for GCC, clang and MSVC, where
/// only the last has the Windows SDK. Order of methods, types of parameters and IIDs are what counts. abi_iids_check.cc
/// and abi_slots_check.c compare them with the SDK's; test/cross-build/wam-abi.test.ts computes the IIDs of the generic
/// interfaces and looks at the tables that clang makes.
///
/// Rules that keep the three compilers in step: no data, no destructor, and never two methods of one name in an
/// interface, because MSVC groups overloads and reverses them. Methods begin at slot 6, after those of IInspectable; a
/// delegate's Invoke is slot 3. An HSTRING in an `[out]` parameter belongs to the caller.
#pragma once

#include <windows.h>

#include <hstring.h>
#include <inspectable.h>

#include "guid.h"

namespace wam {

// --- IIDs

/// The IID of an interface; one specialisation beneath each.
template <class Interface>
inline constexpr GUID kIid = Interface::has_no_iid_in_wam_abi_h;

#define WAM_METHOD virtual HRESULT STDMETHODCALLTYPE
#define WAM_IID(INTERFACE, TEXT) \
  template <>                    \
  inline constexpr GUID kIid<INTERFACE> = ParseGuid(TEXT)

WAM_IID(IUnknown, "00000000-0000-0000-c000-000000000046");
WAM_IID(IInspectable, "af86e2e0-b12d-4c6a-9c5a-d7aa65101e90");

// --- Classes

inline constexpr wchar_t kWebAuthenticationCoreManagerClass[] =
    L"Windows.Security.Authentication.Web.Core.WebAuthenticationCoreManager";
inline constexpr wchar_t kWebTokenRequestClass[] = L"Windows.Security.Authentication.Web.Core.WebTokenRequest";

// --- Enumerations, all of 32 bits

enum class AsyncStatus : INT32 { Started = 0, Completed = 1, Canceled = 2, Error = 3 };
enum class FindAllWebAccountsStatus : INT32 {
  Success = 0,
  NotAllowedByProvider = 1,
  NotSupportedByProvider = 2,
  ProviderError = 3,
};
enum class WebAccountState : INT32 { None = 0, Connected = 1, Error = 2 };
enum class WebTokenRequestPromptType : INT32 { Default = 0, ForceAuthentication = 1 };
enum class WebTokenRequestStatus : INT32 {
  Success = 0,
  UserCancel = 1,
  AccountSwitch = 2,
  UserInteractionRequired = 3,
  AccountProviderNotAvailable = 4,
  ProviderError = 5,
};

// --- The ground: activation and agility

/// Marks an object that may be called on any thread; it has no methods.
struct IAgileObject : IUnknown {};
WAM_IID(IAgileObject, "94ea2b94-e9cc-49e0-c0ff-ee64ca8f5b90");

struct IActivationFactory : IInspectable {
  WAM_METHOD ActivateInstance(IInspectable** instance) = 0;
};
WAM_IID(IActivationFactory, "00000035-0000-0000-c000-000000000046");

// --- Windows.Foundation: asynchronous operations

struct IAsyncInfo : IInspectable {
  WAM_METHOD get_Id(UINT32* id) = 0;
  WAM_METHOD get_Status(AsyncStatus* status) = 0;
  WAM_METHOD get_ErrorCode(HRESULT* error_code) = 0;
  WAM_METHOD Cancel() = 0;
  WAM_METHOD Close() = 0;
};
WAM_IID(IAsyncInfo, "00000036-0000-0000-c000-000000000046");

struct IAsyncAction;

struct IAsyncActionCompletedHandler : IUnknown {
  WAM_METHOD Invoke(IAsyncAction* action, AsyncStatus status) = 0;
};
WAM_IID(IAsyncActionCompletedHandler, "a4ed5c81-76c9-40bd-8be6-b1d90fb20ae7");

struct IAsyncAction : IInspectable {
  WAM_METHOD put_Completed(IAsyncActionCompletedHandler* handler) = 0;
  WAM_METHOD get_Completed(IAsyncActionCompletedHandler** handler) = 0;
  WAM_METHOD GetResults() = 0;
};
WAM_IID(IAsyncAction, "5a648006-843a-4da9-865b-9d26e5dfad7b");

template <class Result>
struct IAsyncOperation;

template <class Result>
struct IAsyncOperationCompletedHandler : IUnknown {
  WAM_METHOD Invoke(IAsyncOperation<Result>* operation, AsyncStatus status) = 0;
};

/// `Result` is the default interface of the class that the operation is for.
template <class Result>
struct IAsyncOperation : IInspectable {
  WAM_METHOD put_Completed(IAsyncOperationCompletedHandler<Result>* handler) = 0;
  WAM_METHOD get_Completed(IAsyncOperationCompletedHandler<Result>** handler) = 0;
  WAM_METHOD GetResults(Result** results) = 0;
};

// --- Windows.Foundation.Collections

template <class Item>
struct IVectorView : IInspectable {
  WAM_METHOD GetAt(UINT32 index, Item** item) = 0;
  WAM_METHOD get_Size(UINT32* size) = 0;
  WAM_METHOD IndexOf(Item* value, UINT32* index, boolean* found) = 0;
  WAM_METHOD GetMany(UINT32 start, UINT32 capacity, Item** items, UINT32* actual) = 0;
};

/// `IKeyValuePair<String, String>`.
struct IStringPair : IInspectable {
  WAM_METHOD get_Key(HSTRING* key) = 0;
  WAM_METHOD get_Value(HSTRING* value) = 0;
};
WAM_IID(IStringPair, "60310303-49c5-52e6-abc6-a9b36eccc716");

/// `IIterator<IKeyValuePair<String, String>>`.
struct IStringPairIterator : IInspectable {
  WAM_METHOD get_Current(IStringPair** current) = 0;
  WAM_METHOD get_HasCurrent(boolean* has_current) = 0;
  WAM_METHOD MoveNext(boolean* has_current) = 0;
  WAM_METHOD GetMany(UINT32 capacity, IStringPair** items, UINT32* actual) = 0;
};
WAM_IID(IStringPairIterator, "05eb86f1-7140-5517-b88d-cbaebe57e6b1");

/// `IIterable<IKeyValuePair<String, String>>`; a map answers it by QueryInterface.
struct IStringPairIterable : IInspectable {
  WAM_METHOD First(IStringPairIterator** first) = 0;
};
WAM_IID(IStringPairIterable, "e9bdaaf0-cbf6-5c72-be90-29cbf3a1319b");

/// `IMapView<String, String>`.
struct IStringMapView : IInspectable {
  WAM_METHOD Lookup(HSTRING key, HSTRING* value) = 0;
  WAM_METHOD get_Size(UINT32* size) = 0;
  WAM_METHOD HasKey(HSTRING key, boolean* found) = 0;
  WAM_METHOD Split(IStringMapView** first, IStringMapView** second) = 0;
};
WAM_IID(IStringMapView, "ac7f26f2-feb7-5b2a-8ac4-345bc62caede");

/// `IMap<String, String>`.
struct IStringMap : IInspectable {
  WAM_METHOD Lookup(HSTRING key, HSTRING* value) = 0;
  WAM_METHOD get_Size(UINT32* size) = 0;
  WAM_METHOD HasKey(HSTRING key, boolean* found) = 0;
  WAM_METHOD GetView(IStringMapView** view) = 0;
  WAM_METHOD Insert(HSTRING key, HSTRING value, boolean* replaced) = 0;
  WAM_METHOD Remove(HSTRING key) = 0;
  WAM_METHOD Clear() = 0;
};
WAM_IID(IStringMap, "f6d1f700-49c2-52ae-8154-826f9908773c");

// --- Windows.Security.Credentials

struct IWebAccountProvider : IInspectable {
  WAM_METHOD get_Id(HSTRING* id) = 0;
  WAM_METHOD get_DisplayName(HSTRING* display_name) = 0;
  WAM_METHOD get_IconUri(IInspectable** icon_uri) = 0;
};
WAM_IID(IWebAccountProvider, "29dcc8c3-7ab9-4a7c-a336-b942f9dbf7c7");
WAM_IID(IAsyncOperation<IWebAccountProvider>, "88c66009-12f7-58e2-8dbe-6efc620c85ba");
WAM_IID(IAsyncOperationCompletedHandler<IWebAccountProvider>, "9477622b-1340-5574-81fc-5013581f57c9");

struct IWebAccountProvider2 : IInspectable {
  WAM_METHOD get_DisplayPurpose(HSTRING* display_purpose) = 0;
  WAM_METHOD get_Authority(HSTRING* authority) = 0;
};
WAM_IID(IWebAccountProvider2, "4a01eb05-4e42-41d4-b518-e008a5163614");

struct IWebAccount : IInspectable {
  WAM_METHOD get_WebAccountProvider(IWebAccountProvider** provider) = 0;
  WAM_METHOD get_UserName(HSTRING* user_name) = 0;
  WAM_METHOD get_State(WebAccountState* state) = 0;
};
WAM_IID(IWebAccount, "69473eb2-8031-49be-80bb-96cb46d99aba");
WAM_IID(IAsyncOperation<IWebAccount>, "acd76b54-297f-5a18-9143-20a309e2dfd3");
WAM_IID(IAsyncOperationCompletedHandler<IWebAccount>, "4bd6f1e5-ca89-5240-8f3d-7f1b54ae90a7");
WAM_IID(IVectorView<IWebAccount>, "e0798d3d-2b4a-589a-ab12-02dccc158afc");

struct IWebAccount2 : IInspectable {
  WAM_METHOD get_Id(HSTRING* id) = 0;
  WAM_METHOD get_Properties(IStringMapView** properties) = 0;
  WAM_METHOD GetPictureAsync(INT32 desired_size, IInspectable** operation) = 0;
  WAM_METHOD SignOutAsync(IAsyncAction** action) = 0;
  WAM_METHOD SignOutWithClientIdAsync(HSTRING client_id, IAsyncAction** action) = 0;
};
WAM_IID(IWebAccount2, "7b56d6f8-990b-4eb5-94a7-5621f3a8b824");

// --- Windows.Security.Authentication.Web.Core

struct IWebProviderError : IInspectable {
  WAM_METHOD get_ErrorCode(UINT32* error_code) = 0;
  WAM_METHOD get_ErrorMessage(HSTRING* error_message) = 0;
  WAM_METHOD get_Properties(IStringMap** properties) = 0;
};
WAM_IID(IWebProviderError, "db191bb1-50c5-4809-8dca-09c99410245c");

struct IWebTokenRequest : IInspectable {
  WAM_METHOD get_WebAccountProvider(IWebAccountProvider** provider) = 0;
  WAM_METHOD get_Scope(HSTRING* scope) = 0;
  WAM_METHOD get_ClientId(HSTRING* client_id) = 0;
  WAM_METHOD get_PromptType(WebTokenRequestPromptType* prompt_type) = 0;
  WAM_METHOD get_Properties(IStringMap** properties) = 0;
};
WAM_IID(IWebTokenRequest, "b77b4d68-adcb-4673-b364-0cf7b35caf97");

struct IWebTokenRequest3 : IInspectable {
  WAM_METHOD get_CorrelationId(HSTRING* correlation_id) = 0;
  WAM_METHOD put_CorrelationId(HSTRING correlation_id) = 0;
};
WAM_IID(IWebTokenRequest3, "5a755b51-3bb1-41a5-a63d-90bc32c7db9a");

struct IWebTokenRequestFactory : IInspectable {
  WAM_METHOD Create(IWebAccountProvider* provider, HSTRING scope, HSTRING client_id, IWebTokenRequest** request) = 0;
  WAM_METHOD CreateWithPromptType(IWebAccountProvider* provider, HSTRING scope, HSTRING client_id,
                                  WebTokenRequestPromptType prompt_type, IWebTokenRequest** request) = 0;
  WAM_METHOD CreateWithProvider(IWebAccountProvider* provider, IWebTokenRequest** request) = 0;
  WAM_METHOD CreateWithScope(IWebAccountProvider* provider, HSTRING scope, IWebTokenRequest** request) = 0;
};
WAM_IID(IWebTokenRequestFactory, "6cf2141c-0ff0-4c67-b84f-99ddbe4a72c9");

struct IWebTokenResponse : IInspectable {
  WAM_METHOD get_Token(HSTRING* token) = 0;
  WAM_METHOD get_ProviderError(IWebProviderError** provider_error) = 0;
  WAM_METHOD get_WebAccount(IWebAccount** account) = 0;
  WAM_METHOD get_Properties(IStringMap** properties) = 0;
};
WAM_IID(IWebTokenResponse, "67a7c5ca-83f6-44c6-a3b1-0eb69e41fa8a");
WAM_IID(IVectorView<IWebTokenResponse>, "199e065c-8195-55da-9c10-8aeaf9ac1062");

struct IWebTokenRequestResult : IInspectable {
  WAM_METHOD get_ResponseData(IVectorView<IWebTokenResponse>** response_data) = 0;
  WAM_METHOD get_ResponseStatus(WebTokenRequestStatus* response_status) = 0;
  WAM_METHOD get_ResponseError(IWebProviderError** response_error) = 0;
  WAM_METHOD InvalidateCacheAsync(IAsyncAction** action) = 0;
};
WAM_IID(IWebTokenRequestResult, "c12a8305-d1f8-4483-8d54-38fe292784ff");
WAM_IID(IAsyncOperation<IWebTokenRequestResult>, "0a815852-7c44-5674-b3d2-fa2e4c1e46c9");
WAM_IID(IAsyncOperationCompletedHandler<IWebTokenRequestResult>, "deb54b22-70f2-55ab-97c0-6cbdc5ddb6f0");

struct IFindAllAccountsResult : IInspectable {
  WAM_METHOD get_Accounts(IVectorView<IWebAccount>** accounts) = 0;
  WAM_METHOD get_Status(FindAllWebAccountsStatus* status) = 0;
  WAM_METHOD get_ProviderError(IWebProviderError** provider_error) = 0;
};
WAM_IID(IFindAllAccountsResult, "a5812b5d-b72e-420c-86ab-aac0d7b7261f");
WAM_IID(IAsyncOperation<IFindAllAccountsResult>, "9affb572-58c3-5c6c-9397-2b7704aa35c3");
WAM_IID(IAsyncOperationCompletedHandler<IFindAllAccountsResult>, "5de9ba5e-0ade-5344-9fe4-987f1d387ef7");

struct IWebAuthenticationCoreManagerStatics : IInspectable {
  WAM_METHOD GetTokenSilentlyAsync(IWebTokenRequest* request, IAsyncOperation<IWebTokenRequestResult>** operation) = 0;
  WAM_METHOD GetTokenSilentlyWithWebAccountAsync(IWebTokenRequest* request, IWebAccount* account,
                                                 IAsyncOperation<IWebTokenRequestResult>** operation) = 0;
  WAM_METHOD RequestTokenAsync(IWebTokenRequest* request, IAsyncOperation<IWebTokenRequestResult>** operation) = 0;
  WAM_METHOD RequestTokenWithWebAccountAsync(IWebTokenRequest* request, IWebAccount* account,
                                             IAsyncOperation<IWebTokenRequestResult>** operation) = 0;
  WAM_METHOD FindAccountAsync(IWebAccountProvider* provider, HSTRING id, IAsyncOperation<IWebAccount>** operation) = 0;
  WAM_METHOD FindAccountProviderAsync(HSTRING id, IAsyncOperation<IWebAccountProvider>** operation) = 0;
  WAM_METHOD FindAccountProviderWithAuthorityAsync(HSTRING id, HSTRING authority,
                                                   IAsyncOperation<IWebAccountProvider>** operation) = 0;
};
WAM_IID(IWebAuthenticationCoreManagerStatics, "6aca7c92-a581-4479-9c10-752eff44fd34");

struct IWebAuthenticationCoreManagerStatics4 : IInspectable {
  WAM_METHOD FindAllAccountsAsync(IWebAccountProvider* provider,
                                  IAsyncOperation<IFindAllAccountsResult>** operation) = 0;
  WAM_METHOD FindAllAccountsWithClientIdAsync(IWebAccountProvider* provider, HSTRING client_id,
                                              IAsyncOperation<IFindAllAccountsResult>** operation) = 0;
  WAM_METHOD FindSystemAccountProviderAsync(HSTRING id, IAsyncOperation<IWebAccountProvider>** operation) = 0;
  WAM_METHOD FindSystemAccountProviderWithAuthorityAsync(HSTRING id, HSTRING authority,
                                                         IAsyncOperation<IWebAccountProvider>** operation) = 0;
  WAM_METHOD FindSystemAccountProviderWithAuthorityForUserAsync(HSTRING id, HSTRING authority, IInspectable* user,
                                                                IAsyncOperation<IWebAccountProvider>** operation) = 0;
};
WAM_IID(IWebAuthenticationCoreManagerStatics4, "54e633fe-96e0-41e8-9832-1298897c2aaf");

/// Of webauthenticationcoremanagerinterop.h, on the activation factory of WebAuthenticationCoreManager. `operation_iid`
/// is the IID of `IAsyncOperation<WebTokenRequestResult>`.
struct IWebAuthenticationCoreManagerInterop : IInspectable {
  WAM_METHOD RequestTokenForWindowAsync(HWND app_window, IInspectable* request, REFIID operation_iid,
                                        void** operation) = 0;
  WAM_METHOD RequestTokenWithWebAccountForWindowAsync(HWND app_window, IInspectable* request, IInspectable* account,
                                                      REFIID operation_iid, void** operation) = 0;
};
WAM_IID(IWebAuthenticationCoreManagerInterop, "f4b8e804-811e-4436-b69c-44cb67b72084");

#undef WAM_IID
#undef WAM_METHOD

}  // namespace wam
