// Where each method is in the table of its interface, counted in pointers. abi_slots_check.c compares this list with
// the Windows SDK, test/cross-build/wam-abi.test.ts compares wam_abi.h with it. It is not compiled by itself.
//
// WAM_SLOT(interface, method, slot)

WAM_SLOT(IActivationFactory, ActivateInstance, 6)

WAM_SLOT(IAsyncInfo, get_Id, 6)
WAM_SLOT(IAsyncInfo, get_Status, 7)
WAM_SLOT(IAsyncInfo, get_ErrorCode, 8)
WAM_SLOT(IAsyncInfo, Cancel, 9)
WAM_SLOT(IAsyncInfo, Close, 10)

WAM_SLOT(IAsyncActionCompletedHandler, Invoke, 3)

WAM_SLOT(IAsyncAction, put_Completed, 6)
WAM_SLOT(IAsyncAction, get_Completed, 7)
WAM_SLOT(IAsyncAction, GetResults, 8)

WAM_SLOT(IAsyncOperationCompletedHandler_of_IWebTokenRequestResult, Invoke, 3)

WAM_SLOT(IAsyncOperation_of_IWebTokenRequestResult, put_Completed, 6)
WAM_SLOT(IAsyncOperation_of_IWebTokenRequestResult, get_Completed, 7)
WAM_SLOT(IAsyncOperation_of_IWebTokenRequestResult, GetResults, 8)

WAM_SLOT(IVectorView_of_IWebAccount, GetAt, 6)
WAM_SLOT(IVectorView_of_IWebAccount, get_Size, 7)
WAM_SLOT(IVectorView_of_IWebAccount, IndexOf, 8)
WAM_SLOT(IVectorView_of_IWebAccount, GetMany, 9)

WAM_SLOT(IStringPair, get_Key, 6)
WAM_SLOT(IStringPair, get_Value, 7)

WAM_SLOT(IStringPairIterator, get_Current, 6)
WAM_SLOT(IStringPairIterator, get_HasCurrent, 7)
WAM_SLOT(IStringPairIterator, MoveNext, 8)
WAM_SLOT(IStringPairIterator, GetMany, 9)

WAM_SLOT(IStringPairIterable, First, 6)

WAM_SLOT(IStringMapView, Lookup, 6)
WAM_SLOT(IStringMapView, get_Size, 7)
WAM_SLOT(IStringMapView, HasKey, 8)
WAM_SLOT(IStringMapView, Split, 9)

WAM_SLOT(IStringMap, Lookup, 6)
WAM_SLOT(IStringMap, get_Size, 7)
WAM_SLOT(IStringMap, HasKey, 8)
WAM_SLOT(IStringMap, GetView, 9)
WAM_SLOT(IStringMap, Insert, 10)
WAM_SLOT(IStringMap, Remove, 11)
WAM_SLOT(IStringMap, Clear, 12)

WAM_SLOT(IWebAccountProvider, get_Id, 6)
WAM_SLOT(IWebAccountProvider, get_DisplayName, 7)
WAM_SLOT(IWebAccountProvider, get_IconUri, 8)

WAM_SLOT(IWebAccountProvider2, get_DisplayPurpose, 6)
WAM_SLOT(IWebAccountProvider2, get_Authority, 7)

WAM_SLOT(IWebAccount, get_WebAccountProvider, 6)
WAM_SLOT(IWebAccount, get_UserName, 7)
WAM_SLOT(IWebAccount, get_State, 8)

WAM_SLOT(IWebAccount2, get_Id, 6)
WAM_SLOT(IWebAccount2, get_Properties, 7)
WAM_SLOT(IWebAccount2, GetPictureAsync, 8)
WAM_SLOT(IWebAccount2, SignOutAsync, 9)
WAM_SLOT(IWebAccount2, SignOutWithClientIdAsync, 10)

WAM_SLOT(IWebProviderError, get_ErrorCode, 6)
WAM_SLOT(IWebProviderError, get_ErrorMessage, 7)
WAM_SLOT(IWebProviderError, get_Properties, 8)

WAM_SLOT(IWebTokenRequest, get_WebAccountProvider, 6)
WAM_SLOT(IWebTokenRequest, get_Scope, 7)
WAM_SLOT(IWebTokenRequest, get_ClientId, 8)
WAM_SLOT(IWebTokenRequest, get_PromptType, 9)
WAM_SLOT(IWebTokenRequest, get_Properties, 10)

WAM_SLOT(IWebTokenRequest3, get_CorrelationId, 6)
WAM_SLOT(IWebTokenRequest3, put_CorrelationId, 7)

WAM_SLOT(IWebTokenRequestFactory, Create, 6)
WAM_SLOT(IWebTokenRequestFactory, CreateWithPromptType, 7)
WAM_SLOT(IWebTokenRequestFactory, CreateWithProvider, 8)
WAM_SLOT(IWebTokenRequestFactory, CreateWithScope, 9)

WAM_SLOT(IWebTokenResponse, get_Token, 6)
WAM_SLOT(IWebTokenResponse, get_ProviderError, 7)
WAM_SLOT(IWebTokenResponse, get_WebAccount, 8)
WAM_SLOT(IWebTokenResponse, get_Properties, 9)

WAM_SLOT(IWebTokenRequestResult, get_ResponseData, 6)
WAM_SLOT(IWebTokenRequestResult, get_ResponseStatus, 7)
WAM_SLOT(IWebTokenRequestResult, get_ResponseError, 8)
WAM_SLOT(IWebTokenRequestResult, InvalidateCacheAsync, 9)

WAM_SLOT(IFindAllAccountsResult, get_Accounts, 6)
WAM_SLOT(IFindAllAccountsResult, get_Status, 7)
WAM_SLOT(IFindAllAccountsResult, get_ProviderError, 8)

WAM_SLOT(IWebAuthenticationCoreManagerStatics, GetTokenSilentlyAsync, 6)
WAM_SLOT(IWebAuthenticationCoreManagerStatics, GetTokenSilentlyWithWebAccountAsync, 7)
WAM_SLOT(IWebAuthenticationCoreManagerStatics, RequestTokenAsync, 8)
WAM_SLOT(IWebAuthenticationCoreManagerStatics, RequestTokenWithWebAccountAsync, 9)
WAM_SLOT(IWebAuthenticationCoreManagerStatics, FindAccountAsync, 10)
WAM_SLOT(IWebAuthenticationCoreManagerStatics, FindAccountProviderAsync, 11)
WAM_SLOT(IWebAuthenticationCoreManagerStatics, FindAccountProviderWithAuthorityAsync, 12)

WAM_SLOT(IWebAuthenticationCoreManagerStatics4, FindAllAccountsAsync, 6)
WAM_SLOT(IWebAuthenticationCoreManagerStatics4, FindAllAccountsWithClientIdAsync, 7)
WAM_SLOT(IWebAuthenticationCoreManagerStatics4, FindSystemAccountProviderAsync, 8)
WAM_SLOT(IWebAuthenticationCoreManagerStatics4, FindSystemAccountProviderWithAuthorityAsync, 9)
WAM_SLOT(IWebAuthenticationCoreManagerStatics4, FindSystemAccountProviderWithAuthorityForUserAsync, 10)

WAM_SLOT(IWebAuthenticationCoreManagerInterop, RequestTokenForWindowAsync, 6)
WAM_SLOT(IWebAuthenticationCoreManagerInterop, RequestTokenWithWebAccountForWindowAsync, 7)
