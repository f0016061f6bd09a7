#import "js_functions.h"

#import <AuthenticationServices/AuthenticationServices.h>

#import "environment.h"
#import "js_read.h"
#import "js_write.h"
#import "manual_memory.h"
#import "run_loop.h"
#import "system_facts.h"

/// A function for JavaScript, with the first argument of its call; undefined where there is none.
typedef napi_value (*Body)(napi_env env, napi_value argument);

typedef struct {
  const char *name;
  Body body;
} JsFunction;

/// Runs the function that the call is for. The frames below are Node.js', which no exception may cross.
static napi_value Call(napi_env env, napi_callback_info info) {
  @autoreleasepool {
    size_t argc = 1;
    napi_value argument = NULL;
    void *function = NULL;
    if (napi_get_cb_info(env, info, &argc, &argument, NULL, &function) != napi_ok) return NULL;
    @try {
      return ((const JsFunction *)function)->body(env, argument);
    } @catch (NSException *exception) {
      NSString *message = [NSString stringWithFormat:@"macOS refused: %@: %@", exception.name, exception.reason];
      napi_throw_error(env, NULL, message.UTF8String);
      return NULL;
    }
  }
}

static napi_value ToBoolean(napi_env env, BOOL truth) {
  napi_value value = NULL;
  napi_get_boolean(env, truth, &value);
  return value;
}

static NSString *NameOf(ApplicationState state) {
  switch (state) {
    case kApplicationNone:
      return @"none";
    case kApplicationIdle:
      return @"idle";
    case kApplicationRunning:
      return @"running";
  }
}

static napi_value SystemFacts(napi_env env, napi_value argument) {
  (void)argument;
  napi_value facts = NewObject(env);
  SetProperty(env, facts, "macosVersion", ToString(env, MacosVersion()));
  SetProperty(env, facts, "bundleIdentifier", ToString(env, BundleIdentifier()));
  SetProperty(env, facts, "teamIdentifier", ToString(env, TeamIdentifier()));
  SetProperty(env, facts, "application", ToString(env, NameOf(CurrentApplicationState())));
  SetProperty(env, facts, "mainThread", ToBoolean(env, [NSThread isMainThread]));
  return facts;
}

static napi_value VersionOfApplication(napi_env env, napi_value argument) {
  NSString *bundleIdentifier = ReadString(env, argument, @"bundleIdentifier");
  return bundleIdentifier == nil ? NULL : ToString(env, ApplicationVersion(bundleIdentifier));
}

static napi_value CanPerform(napi_env env, napi_value argument) {
  NSURL *url = ReadURL(env, argument, @"url");
  if (url == nil) return NULL;
  ASAuthorizationSingleSignOnProvider *provider =
      [ASAuthorizationSingleSignOnProvider authorizationProviderWithIdentityProviderURL:url];
  return ToBoolean(env, provider.canPerformAuthorization);
}

static napi_value UseTimers(napi_env env, napi_value argument) {
  bool thrown = false;
  if (![[AuthbrokerEnvironment of:env] useTimers:argument] && napi_is_exception_pending(env, &thrown) == napi_ok &&
      !thrown) {
    napi_throw_type_error(env, NULL, "\"timers\" must have the functions setTimeout and clearTimeout");
  }
  return NULL;
}

static napi_value Start(napi_env env, napi_value argument) {
  double limit;
  AuthbrokerSsoRequest *request = ReadRequest(env, argument, &limit);
  if (request == nil) return NULL;
  double identifier;
  napi_value answer;
  const BOOL started = [[AuthbrokerEnvironment of:env] start:request
                                                       limit:limit
                                                  identifier:&identifier
                                                      answer:&answer];
  return started ? ToPending(env, identifier, answer) : NULL;
}

static napi_value Cancel(napi_env env, napi_value argument) {
  double identifier;
  if (ReadIdentifier(env, argument, &identifier)) [[AuthbrokerEnvironment of:env] cancel:identifier];
  return NULL;
}

static napi_value NeedsPump(napi_env env, napi_value argument) {
  (void)argument;
  const BOOL needed = [AuthbrokerEnvironment of:env].waiting && [NSThread isMainThread] &&
                      CurrentApplicationState() != kApplicationRunning;
  return ToBoolean(env, needed);
}

static napi_value Pump(napi_env env, napi_value argument) {
  (void)env;
  (void)argument;
  PumpMainRunLoop();
  return NULL;
}

static const JsFunction kFunctions[] = {
    {"systemFacts", SystemFacts}, {"applicationVersion", VersionOfApplication},
    {"canPerform", CanPerform},   {"start", Start},
    {"cancel", Cancel},           {"needsPump", NeedsPump},
    {"pump", Pump},               {"useTimers", UseTimers},
};

napi_value DefineAddon(napi_env env, napi_value exports) {
  @autoreleasepool {
    if (![AuthbrokerEnvironment open:env]) return NULL;
    for (size_t i = 0; i < sizeof(kFunctions) / sizeof(kFunctions[0]); ++i) {
      const napi_property_descriptor property = {
          .utf8name = kFunctions[i].name,
          .method = Call,
          .attributes = napi_enumerable,
          .data = (void *)&kFunctions[i],
      };
      if (napi_define_properties(env, exports, 1, &property) != napi_ok) return NULL;
    }
    return exports;
  }
}
