#pragma once

#include <windows.h>

#include "answers.h"
#include "requests.h"

namespace authbroker {

/// Performs an operation from beginning to end on the current thread, which must be one of the addon's own: it blocks,
/// and joins the multithreaded apartment. Ends early when the event `cancelled` is set.
Outcome Perform(const Request& request, HANDLE cancelled);

}  // namespace authbroker
