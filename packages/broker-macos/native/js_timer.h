#pragma once

#include <node_api.h>
#include <stdbool.h>

/// Timers of Node.js', because Node-API has none: its `setTimeout` and `clearTimeout`.
typedef struct {
  napi_ref set_timeout;
  napi_ref clear_timeout;
} JsTimers;

/// Those that are properties of `holder`. False, with an exception pending or without, when they are no functions.
bool OpenTimers(napi_env env, napi_value holder, JsTimers *timers);

void CloseTimers(napi_env env, JsTimers *timers);

/// Calls `callback` with `argument` after some milliseconds, and holds the event loop until then. A timer ends with
/// `StopTimer`, also one that has run.
///
/// Null, with an exception pending, when Node.js refuses.
napi_ref StartTimer(napi_env env, const JsTimers *timers, napi_ref callback, double milliseconds, double argument);

void StopTimer(napi_env env, const JsTimers *timers, napi_ref timer);
