#import "outbox.h"

#import "manual_memory.h"

@implementation AuthbrokerOutbox

/// Node.js calls it without an environment for what is left when that ends.
static void TakeOut(napi_env env, napi_value callback, void *context, void *data) {
  (void)callback;
  @autoreleasepool {
    AuthbrokerOutbox *outbox = context;
    AuthbrokerSsoOperation *operation = data;
    if (env != NULL) outbox->_deliver(env, operation);
    [operation release];
  }
}

static void LetGo(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  @autoreleasepool {
    [(AuthbrokerOutbox *)data release];
  }
}

- (instancetype)initWithEnvironment:(napi_env)env deliver:(DeliverOperation)deliver {
  self = [super init];
  if (self == nil) return nil;
  _deliver = deliver;
  napi_value name;
  const size_t unlimited = 0;
  if (napi_create_string_utf8(env, "authbroker:sso", NAPI_AUTO_LENGTH, &name) != napi_ok ||
      napi_create_threadsafe_function(env, NULL, NULL, name, unlimited, 1, self, LetGo, self, TakeOut, &_function) !=
          napi_ok) {
    [self release];
    return nil;
  }
  [self retain];  // Until LetGo.
  napi_unref_threadsafe_function(env, _function);
  return self;
}

- (void)holdEventLoop:(BOOL)hold environment:(napi_env)env {
  if (hold) {
    napi_ref_threadsafe_function(env, _function);
  } else {
    napi_unref_threadsafe_function(env, _function);
  }
}

- (void)close {
  @synchronized(self) {
    _function = NULL;
  }
}

- (void)operationDidEnd:(AuthbrokerSsoOperation *)operation {
  @synchronized(self) {
    if (_function == NULL) return;
    [operation retain];  // Until TakeOut.
    if (napi_call_threadsafe_function(_function, operation, napi_tsfn_nonblocking) != napi_ok) [operation release];
  }
}

@end
