#import "environment.h"

#import "js_error.h"
#import "js_write.h"
#import "manual_memory.h"
#import "pending.h"

@implementation AuthbrokerEnvironment

static void DeliverTo(napi_env env, AuthbrokerSsoOperation *operation) {
  AuthbrokerEnvironment *environment = [AuthbrokerEnvironment of:env];
  [environment settle:operation.identifier with:operation.outcome];
}

static napi_value LookAt(napi_env env, napi_callback_info info) {
  @autoreleasepool {
    size_t argc = 1;
    napi_value argument;
    double identifier;
    if (napi_get_cb_info(env, info, &argc, &argument, NULL, NULL) == napi_ok && argc == 1 &&
        napi_get_value_double(env, argument, &identifier) == napi_ok) {
      [[AuthbrokerEnvironment of:env] lookAt:identifier];
    }
  }
  return NULL;
}

static void End(void *data) {
  @autoreleasepool {
    [(AuthbrokerEnvironment *)data end];
  }
}

static void Free(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  @autoreleasepool {
    [(AuthbrokerEnvironment *)data release];
  }
}

+ (BOOL)open:(napi_env)env {
  AuthbrokerEnvironment *environment = [[AuthbrokerEnvironment alloc] initWithEnv:env];
  if (environment == nil) return NO;
  if (napi_set_instance_data(env, environment, Free, NULL) != napi_ok) {
    [environment release];
    return NO;
  }
  return napi_add_env_cleanup_hook(env, End, environment) == napi_ok;
}

+ (AuthbrokerEnvironment *)of:(napi_env)env {
  void *environment = NULL;
  napi_get_instance_data(env, &environment);
  return environment;
}

- (instancetype)initWithEnv:(napi_env)env {
  self = [super init];
  if (self == nil) return nil;
  _env = env;
  _pending = [[NSMutableDictionary alloc] init];
  _outbox = [[AuthbrokerOutbox alloc] initWithEnvironment:env deliver:DeliverTo];
  napi_value global;
  napi_value onTimer;
  if (_outbox == nil || napi_get_global(env, &global) != napi_ok || !OpenTimers(env, global, &_timers) ||
      napi_create_function(env, "onTimer", NAPI_AUTO_LENGTH, LookAt, NULL, &onTimer) != napi_ok ||
      napi_create_reference(env, onTimer, 1, &_onTimer) != napi_ok) {
    [self release];
    return nil;
  }
  return self;
}

- (void)dealloc {
  [_outbox release];
  [_pending release];
  [super dealloc];
}

/// The environment ends, and runs no JavaScript any more: promises stay as they are.
- (void)end {
  [_outbox close];
  for (AuthbrokerPending *pending in _pending.allValues) {
    [pending.operation abandon];
    if (pending.timer != NULL) napi_delete_reference(_env, pending.timer);
  }
  [_pending removeAllObjects];
  CloseTimers(_env, &_timers);
  napi_delete_reference(_env, _onTimer);
}

- (BOOL)useTimers:(napi_value)holder {
  JsTimers timers;
  if (!OpenTimers(_env, holder, &timers)) return NO;
  CloseTimers(_env, &_timers);
  _timers = timers;
  return YES;
}

- (BOOL)isWaiting {
  return _pending.count > 0;
}

- (BOOL)start:(AuthbrokerSsoRequest *)request
        limit:(double)limit
   identifier:(double *)identifier
       answer:(napi_value *)answer {
  _lastIdentifier += 1;
  *identifier = _lastIdentifier;
  AuthbrokerSsoOperation *operation = [[[AuthbrokerSsoOperation alloc] initWithIdentifier:_lastIdentifier
                                                                                  request:request
                                                                                 observer:_outbox] autorelease];
  AuthbrokerPending *pending = [[[AuthbrokerPending alloc] initWithOperation:operation limit:limit] autorelease];
  if (![self setTimerOf:pending]) return NO;
  napi_deferred deferred;
  if (napi_create_promise(_env, &deferred, answer) != napi_ok) {
    [self stopTimerOf:pending];
    return NO;
  }
  pending.deferred = deferred;
  if (_pending.count == 0) [_outbox holdEventLoop:YES environment:_env];
  [_pending setObject:pending forKey:[NSNumber numberWithDouble:_lastIdentifier]];
  [operation start];
  return YES;
}

- (void)cancel:(double)identifier {
  [self settle:identifier
          with:[AuthbrokerSsoOutcome outcomeWithFailure:kFailureCancelled message:@"The operation was cancelled."]];
}

- (void)lookAt:(double)identifier {
  AuthbrokerPending *pending = [_pending objectForKey:[NSNumber numberWithDouble:identifier]];
  if (pending == nil) return;
  AuthbrokerSsoOutcome *outcome = [pending look];
  if (outcome != nil) {
    [self settle:identifier with:outcome];
  } else {
    [self stopTimerOf:pending];
    [self setTimerOf:pending];
  }
}

- (void)settle:(double)identifier with:(AuthbrokerSsoOutcome *)outcome {
  NSNumber *key = [NSNumber numberWithDouble:identifier];
  AuthbrokerPending *pending = [[[_pending objectForKey:key] retain] autorelease];
  // It was cancelled, or its time was over, while its answer was on its way.
  if (pending == nil) return;
  [_pending removeObjectForKey:key];
  [pending.operation abandon];
  [self stopTimerOf:pending];
  if (_pending.count == 0) [_outbox holdEventLoop:NO environment:_env];
  napi_value value = NULL;
  @try {
    value = outcome.response != nil ? ToAnswer(_env, outcome.response) : ToError(_env, outcome);
  } @catch (NSException *exception) {
    // The frames below are Node.js', which no exception may cross. Its reason may quote what the extension sent.
    NSString *message = [NSString stringWithFormat:@"What came cannot be read: %@.", exception.name];
    outcome = [AuthbrokerSsoOutcome outcomeWithFailure:kFailureBadCredential message:message];
    value = ToError(_env, outcome);
  }
  // Settling fails only when the environment is ending, and then nobody is there to be told.
  if (outcome.response != nil) {
    napi_resolve_deferred(_env, pending.deferred, value);
  } else {
    napi_reject_deferred(_env, pending.deferred, value);
  }
}

- (BOOL)setTimerOf:(AuthbrokerPending *)pending {
  if (pending.nextLook == 0) return YES;
  pending.timer = StartTimer(_env, &_timers, _onTimer, pending.nextLook, pending.operation.identifier);
  return pending.timer != NULL;
}

- (void)stopTimerOf:(AuthbrokerPending *)pending {
  if (pending.timer == NULL) return;
  StopTimer(_env, &_timers, pending.timer);
  pending.timer = NULL;
}

@end
