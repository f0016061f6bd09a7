#include "js_timer.h"

/// Refers to a function that is a property of `holder`. False when it is none.
static bool ReferTo(napi_env env, napi_value holder, const char *name, napi_ref *reference) {
  napi_value function;
  napi_valuetype type;
  return napi_get_named_property(env, holder, name, &function) == napi_ok &&
         napi_typeof(env, function, &type) == napi_ok && type == napi_function &&
         napi_create_reference(env, function, 1, reference) == napi_ok;
}

static bool CallGlobal(napi_env env, napi_ref function_reference, size_t argc, const napi_value *argv,
                       napi_value *result) {
  napi_value global;
  napi_value function;
  return napi_get_global(env, &global) == napi_ok &&
         napi_get_reference_value(env, function_reference, &function) == napi_ok &&
         napi_call_function(env, global, function, argc, argv, result) == napi_ok;
}

bool OpenTimers(napi_env env, napi_value holder, JsTimers *timers) {
  timers->set_timeout = NULL;
  timers->clear_timeout = NULL;
  if (ReferTo(env, holder, "setTimeout", &timers->set_timeout) &&
      ReferTo(env, holder, "clearTimeout", &timers->clear_timeout)) {
    return true;
  }
  CloseTimers(env, timers);
  return false;
}

void CloseTimers(napi_env env, JsTimers *timers) {
  if (timers->set_timeout != NULL) napi_delete_reference(env, timers->set_timeout);
  if (timers->clear_timeout != NULL) napi_delete_reference(env, timers->clear_timeout);
  timers->set_timeout = NULL;
  timers->clear_timeout = NULL;
}

napi_ref StartTimer(napi_env env, const JsTimers *timers, napi_ref callback, double milliseconds, double argument) {
  napi_value argv[3];
  napi_value timeout;
  if (napi_get_reference_value(env, callback, &argv[0]) != napi_ok ||
      napi_create_double(env, milliseconds, &argv[1]) != napi_ok ||
      napi_create_double(env, argument, &argv[2]) != napi_ok ||
      !CallGlobal(env, timers->set_timeout, 3, argv, &timeout)) {
    return NULL;
  }
  // In a box, because only an object can be referred to, and timers that stand in for Node.js' may be numbers.
  napi_value box;
  napi_ref timer;
  if (napi_create_array_with_length(env, 1, &box) != napi_ok || napi_set_element(env, box, 0, timeout) != napi_ok ||
      napi_create_reference(env, box, 1, &timer) != napi_ok) {
    return NULL;
  }
  return timer;
}

void StopTimer(napi_env env, const JsTimers *timers, napi_ref timer) {
  napi_value box;
  napi_value timeout;
  napi_value ignored;
  if (napi_get_reference_value(env, timer, &box) == napi_ok && napi_get_element(env, box, 0, &timeout) == napi_ok) {
    CallGlobal(env, timers->clear_timeout, 1, &timeout, &ignored);
  }
  napi_delete_reference(env, timer);
}
