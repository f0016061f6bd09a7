#import "js_functions.h"

#import <AuthenticationServices/AuthenticationServices.h>

#import "environment.h"
#import "js_read.h"
#import "js_write.h"
#import "manual_memory.h"
#import "run_loop.h"
#import "system_facts.h"

/// The first argument of a call; undefined where there is none.
static napi_value FirstArgument(napi_env env, napi_callback_info info) {
  size_t argc = 1;
  napi_value argument = NULL;
  napi_get_cb_info(env, info, &argc, &argument, NULL, NULL);
  return argument;
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

static napi_value SystemFacts(napi_env env, napi_callback_info info) {
  (void)info;
  @autoreleasepool {
    napi_value facts = NewObject(env);
    SetProperty(env, facts, "macosVersion", ToString(env, MacosVersion()));
    SetProperty(env, facts, "bundleIdentifier", ToString(env, BundleIdentifier()));
    SetProperty(env, facts, "teamIdentifier", ToString(env, TeamIdentifier()));
    SetProperty(env, facts, "application", ToString(env, NameOf(CurrentApplicationState())));
    SetProperty(env, facts, "mainThread", ToBoolean(env, [NSThread isMainThread]));
    return facts;
  }
}

static napi_value VersionOfApplication(napi_env env, napi_callback_info info) {
  @autoreleasepool {
    NSString *bundleIdentifier = ReadString(env, FirstArgument(env, info), @"bundleIdentifier");
    return bundleIdentifier == nil ? NULL : ToString(env, ApplicationVersion(bundleIdentifier));
  }
}

static napi_value CanPerform(napi_env env, napi_callback_info info) {
  @autoreleasepool {
    NSURL *url = ReadURL(env, FirstArgument(env, info), @"url");
    if (url == nil) return NULL;
    ASAuthorizationSingleSignOnProvider *provider =
        [ASAuthorizationSingleSignOnProvider authorizationProviderWithIdentityProviderURL:url];
    return ToBoolean(env, provider.canPerformAuthorization);
  }
}

static napi_value Start(napi_env env, napi_callback_info info) {
  @autoreleasepool {
    double limit;
    AuthbrokerSsoRequest *request = ReadRequest(env, FirstArgument(env, info), &limit);
    if (request == nil) return NULL;
    double identifier;
    napi_value answer;
    const BOOL started = [[AuthbrokerEnvironment of:env] start:request
                                                         limit:limit
                                                    identifier:&identifier
                                                        answer:&answer];
    return started ? ToPending(env, identifier, answer) : NULL;
  }
}

static napi_value Cancel(napi_env env, napi_callback_info info) {
  @autoreleasepool {
    double identifier;
    if (ReadIdentifier(env, FirstArgument(env, info), &identifier)) {
      [[AuthbrokerEnvironment of:env] cancel:identifier];
    }
  }
  return NULL;
}

static napi_value NeedsPump(napi_env env, napi_callback_info info) {
  (void)info;
  @autoreleasepool {
    const BOOL needed = [AuthbrokerEnvironment of:env].waiting && [NSThread isMainThread] &&
                        CurrentApplicationState() != kApplicationRunning;
    return ToBoolean(env, needed);
  }
}

static napi_value Pump(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  PumpMainRunLoop();
  return NULL;
}

napi_value DefineAddon(napi_env env, napi_value exports) {
  @autoreleasepool {
    const napi_property_descriptor functions[] = {
        {.utf8name = "systemFacts", .method = SystemFacts, .attributes = napi_enumerable},
        {.utf8name = "applicationVersion", .method = VersionOfApplication, .attributes = napi_enumerable},
        {.utf8name = "canPerform", .method = CanPerform, .attributes = napi_enumerable},
        {.utf8name = "start", .method = Start, .attributes = napi_enumerable},
        {.utf8name = "cancel", .method = Cancel, .attributes = napi_enumerable},
        {.utf8name = "needsPump", .method = NeedsPump, .attributes = napi_enumerable},
        {.utf8name = "pump", .method = Pump, .attributes = napi_enumerable},
    };
    const size_t count = sizeof(functions) / sizeof(functions[0]);
    if (![AuthbrokerEnvironment open:env] || napi_define_properties(env, exports, count, functions) != napi_ok) {
      return NULL;
    }
    return exports;
  }
}
