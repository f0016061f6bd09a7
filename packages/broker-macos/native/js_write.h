#pragma once

#include <node_api.h>

#import <Foundation/Foundation.h>

// All are null when Node.js refuses, which it does only when the environment is ending.

/// Undefined for nil.
napi_value ToString(napi_env env, NSString *text);

napi_value ToNumber(napi_env env, double number);

napi_value NewObject(napi_env env);

/// Sets a property; leaves it out where `value` is null.
void SetProperty(napi_env env, napi_value object, const char *name, napi_value value);

/// An object of the entries that are strings or numbers, as text, or arrays of these, with commas between them.
napi_value ToRecord(napi_env env, NSDictionary *entries);

/// The `SsoAnswer` of `src/addon.ts`.
napi_value ToAnswer(napi_env env, NSHTTPURLResponse *response);

/// The `Pending` of `src/addon.ts`.
napi_value ToPending(napi_env env, double identifier, napi_value answer);
