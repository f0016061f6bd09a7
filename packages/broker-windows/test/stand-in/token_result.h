#pragma once

#include "call.h"
#include "request.h"
#include "scripted_object.h"

namespace stand_in {

/// The `WebTokenRequestResult` that the script has for a request. Logs that there was a token, and never the token.
///
/// @param account the account that was asked for; null for none.
ComPtr<wam::IWebTokenRequestResult> NewTokenResult(const Call& call, Request* request,
                                                   const ComPtr<wam::IWebAccount>& account);

}  // namespace stand_in
