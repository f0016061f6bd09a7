#pragma once

#include <windows.h>

#include "call.h"
#include "log.h"

namespace stand_in {

/// Adds what can be told of an owner window while the caller waits.
void DescribeWindow(HWND window, LogLine* line);

/// Logs whether a window's thread answers messages; waits up to two seconds for it, so not on that thread.
void AskWindow(HWND window, const Call& call);

}  // namespace stand_in
