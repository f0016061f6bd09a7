#pragma once

#include "answers.h"
#include "com_ptr.h"
#include "failure.h"
#include "system_libraries.h"
#include "wam_abi.h"

namespace authbroker {

// Objects of WinRT, as plain data. What Windows leaves out stays empty; a property that cannot be read is a failure.

MaybeFailure ReadProvider(const Combase& combase, const ComPtr<wam::IWebAccountProvider>& provider,
                          ProviderAnswer* answer);
MaybeFailure ReadAccounts(const Combase& combase, wam::IFindAllAccountsResult* result, AccountsAnswer* answer);
MaybeFailure ReadTokenResult(const Combase& combase, wam::IWebTokenRequestResult* result, TokenAnswer* answer);

}  // namespace authbroker
