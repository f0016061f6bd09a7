#import "js_error.h"

#import "js_write.h"
#import "manual_memory.h"

/// How deep underlying errors are followed. An error holds three or four.
static const int kDeepestError = 32;

static const char *CodeOf(FailureCode code) {
  switch (code) {
    case kFailureAuthorizationError:
      return "authorization_error";
    case kFailureBadCredential:
      return "bad_credential";
    case kFailureUnsupported:
      return "unsupported";
    case kFailureNoWindow:
      return "no_window";
    case kFailureTimeout:
      return "timeout";
    case kFailureCancelled:
      return "cancelled";
  }
}

/// The empty string for what is no text. An extension fills its errors as it likes, and Apple's accessors hand that on.
static napi_value ToText(napi_env env, id value) {
  return ToString(env, [value isKindOfClass:[NSString class]] ? value : @"");
}

static napi_value ToNativeError(napi_env env, NSError *error, int depth) {
  napi_value object = NewObject(env);
  SetProperty(env, object, "domain", ToText(env, error.domain));
  SetProperty(env, object, "code", ToNumber(env, (double)error.code));
  SetProperty(env, object, "description", ToText(env, error.localizedDescription));
  SetProperty(env, object, "userInfo", ToRecord(env, error.userInfo));
  NSError *underlying = [error.userInfo objectForKey:NSUnderlyingErrorKey];
  if ([underlying isKindOfClass:[NSError class]] && depth < kDeepestError) {
    SetProperty(env, object, "underlying", ToNativeError(env, underlying, depth + 1));
  }
  return object;
}

napi_value ToError(napi_env env, AuthbrokerSsoOutcome *failure) {
  napi_value code = NULL;
  napi_value message = ToString(env, failure.message);
  napi_value error = NULL;
  if (napi_create_string_utf8(env, CodeOf(failure.failureCode), NAPI_AUTO_LENGTH, &code) != napi_ok ||
      napi_create_error(env, code, message, &error) != napi_ok) {
    return NULL;
  }
  if (failure.error != nil) SetProperty(env, error, "error", ToNativeError(env, failure.error, 1));
  return error;
}
