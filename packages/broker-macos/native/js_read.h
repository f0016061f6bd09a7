#pragma once

#include <node_api.h>

#import "sso_request.h"

// The readers throw a TypeError that names the field, and then give nothing.

/// A string that an NSString carries unchanged to where C reads it: no NUL, no lone surrogate. Nil with an exception
/// pending.
NSString *ReadString(napi_env env, napi_value value, NSString *field);

/// An absolute URL. Nil with an exception pending.
NSURL *ReadURL(napi_env env, napi_value value, NSString *field);

/// The `SsoRequest` of `src/addon.ts`, with its time limit in milliseconds. Nil with an exception pending.
AuthbrokerSsoRequest *ReadRequest(napi_env env, napi_value value, double *limit);

/// The `id` of a `Pending`. NO with an exception pending.
BOOL ReadIdentifier(napi_env env, napi_value value, double *identifier);
