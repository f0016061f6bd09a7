/// Compares the IIDs and the enumerations of wam_abi.h with the Windows SDK's. Makes no code.

// Everything that the SDK has, whatever Windows the addon is for.
#undef _WIN32_WINNT

#include "wam_abi.h"

#include <activation.h>
#include <asyncinfo.h>
#include <objidl.h>
#include <webauthenticationcoremanagerinterop.h>
#include <windows.foundation.h>
#include <windows.security.authentication.web.core.h>
#include <windows.security.credentials.h>

namespace abi_check {

namespace foundation = ABI::Windows::Foundation;
namespace collections = ABI::Windows::Foundation::Collections;
namespace credentials = ABI::Windows::Security::Credentials;
namespace web = ABI::Windows::Security::Authentication::Web::Core;

constexpr bool Same(const GUID& left, const GUID& right) {
  if (left.Data1 != right.Data1 || left.Data2 != right.Data2 || left.Data3 != right.Data3) return false;
  for (int index = 0; index < 8; ++index) {
    if (left.Data4[index] != right.Data4[index]) return false;
  }
  return true;
}

template <class Ours, class Sdks>
constexpr bool HaveOneIid() {
  return Same(wam::kIid<Ours>, __uuidof(Sdks));
}

template <class Ours, class Sdks>
constexpr bool AreEqual(Ours ours, Sdks sdks) {
  return sizeof(ours) == sizeof(sdks) && static_cast<INT32>(ours) == static_cast<INT32>(sdks);
}

using StringPair = collections::IKeyValuePair<HSTRING, HSTRING>;

static_assert(HaveOneIid<IUnknown, ::IUnknown>());
static_assert(HaveOneIid<IInspectable, ::IInspectable>());
static_assert(HaveOneIid<wam::IAgileObject, ::IAgileObject>());
static_assert(HaveOneIid<wam::IActivationFactory, ::IActivationFactory>());
static_assert(HaveOneIid<wam::IAsyncInfo, ::IAsyncInfo>());
static_assert(HaveOneIid<wam::IAsyncAction, foundation::IAsyncAction>());
static_assert(HaveOneIid<wam::IAsyncActionCompletedHandler, foundation::IAsyncActionCompletedHandler>());
static_assert(HaveOneIid<wam::IStringPair, StringPair>());
static_assert(HaveOneIid<wam::IStringPairIterator, collections::IIterator<StringPair*>>());
static_assert(HaveOneIid<wam::IStringPairIterable, collections::IIterable<StringPair*>>());
static_assert(HaveOneIid<wam::IStringMapView, collections::IMapView<HSTRING, HSTRING>>());
static_assert(HaveOneIid<wam::IStringMap, collections::IMap<HSTRING, HSTRING>>());

static_assert(HaveOneIid<wam::IWebAccountProvider, credentials::IWebAccountProvider>());
static_assert(HaveOneIid<wam::IWebAccountProvider2, credentials::IWebAccountProvider2>());
static_assert(HaveOneIid<wam::IWebAccount, credentials::IWebAccount>());
static_assert(HaveOneIid<wam::IWebAccount2, credentials::IWebAccount2>());
static_assert(HaveOneIid<wam::IVectorView<wam::IWebAccount>, collections::IVectorView<credentials::WebAccount*>>());

static_assert(HaveOneIid<wam::IWebProviderError, web::IWebProviderError>());
static_assert(HaveOneIid<wam::IWebTokenRequest, web::IWebTokenRequest>());
static_assert(HaveOneIid<wam::IWebTokenRequest3, web::IWebTokenRequest3>());
static_assert(HaveOneIid<wam::IWebTokenRequestFactory, web::IWebTokenRequestFactory>());
static_assert(HaveOneIid<wam::IWebTokenResponse, web::IWebTokenResponse>());
static_assert(HaveOneIid<wam::IVectorView<wam::IWebTokenResponse>, collections::IVectorView<web::WebTokenResponse*>>());
static_assert(HaveOneIid<wam::IWebTokenRequestResult, web::IWebTokenRequestResult>());
static_assert(HaveOneIid<wam::IFindAllAccountsResult, web::IFindAllAccountsResult>());
static_assert(HaveOneIid<wam::IWebAuthenticationCoreManagerStatics, web::IWebAuthenticationCoreManagerStatics>());
static_assert(HaveOneIid<wam::IWebAuthenticationCoreManagerStatics4, web::IWebAuthenticationCoreManagerStatics4>());
static_assert(HaveOneIid<wam::IWebAuthenticationCoreManagerInterop, ::IWebAuthenticationCoreManagerInterop>());

/// Of an asynchronous operation and of its handler.
template <class Ours, class SdksClass>
constexpr bool HaveOneOperation() {
  return HaveOneIid<wam::IAsyncOperation<Ours>, foundation::IAsyncOperation<SdksClass*>>() &&
         HaveOneIid<wam::IAsyncOperationCompletedHandler<Ours>,
                    foundation::IAsyncOperationCompletedHandler<SdksClass*>>();
}

static_assert(HaveOneOperation<wam::IWebAccountProvider, credentials::WebAccountProvider>());
static_assert(HaveOneOperation<wam::IWebAccount, credentials::WebAccount>());
static_assert(HaveOneOperation<wam::IWebTokenRequestResult, web::WebTokenRequestResult>());
static_assert(HaveOneOperation<wam::IFindAllAccountsResult, web::FindAllAccountsResult>());

static_assert(AreEqual(wam::AsyncStatus::Started, foundation::AsyncStatus::Started));
static_assert(AreEqual(wam::AsyncStatus::Completed, foundation::AsyncStatus::Completed));
static_assert(AreEqual(wam::AsyncStatus::Canceled, foundation::AsyncStatus::Canceled));
static_assert(AreEqual(wam::AsyncStatus::Error, foundation::AsyncStatus::Error));
static_assert(AreEqual(wam::WebAccountState::Error, credentials::WebAccountState_Error));
static_assert(AreEqual(wam::FindAllWebAccountsStatus::ProviderError, web::FindAllWebAccountsStatus_ProviderError));
static_assert(AreEqual(wam::WebTokenRequestPromptType::ForceAuthentication,
                       web::WebTokenRequestPromptType_ForceAuthentication));
static_assert(AreEqual(wam::WebTokenRequestStatus::Success, web::WebTokenRequestStatus_Success));
static_assert(AreEqual(wam::WebTokenRequestStatus::UserCancel, web::WebTokenRequestStatus_UserCancel));
static_assert(AreEqual(wam::WebTokenRequestStatus::AccountSwitch, web::WebTokenRequestStatus_AccountSwitch));
static_assert(AreEqual(wam::WebTokenRequestStatus::ProviderError, web::WebTokenRequestStatus_ProviderError));

}  // namespace abi_check
