#pragma once

#include "scripted_object.h"

namespace stand_in {

/// A `WebProviderError`; null when the script has none.
ComPtr<wam::IWebProviderError> NewProviderError(const std::optional<ErrorEntry>& entry,
                                                const std::shared_ptr<const Script>& script);

}  // namespace stand_in
