#pragma once

#include <node_api.h>

#import "sso_operation.h"

/// Receives on its environment's thread what was put into an outbox.
typedef void (*DeliverOperation)(napi_env env, AuthbrokerSsoOperation *operation);

/// Brings operations that have ended from any thread to the thread of a Node.js environment. May outlive the
/// environment: what comes after that is dropped.
@interface AuthbrokerOutbox : NSObject <AuthbrokerSsoObserver> {
  DeliverOperation _deliver;
  // Guarded by @synchronized (self): a thread must not call a function whose environment is gone.
  napi_threadsafe_function _function;
}

/// Nil when Node.js refuses.
- (instancetype)initWithEnvironment:(napi_env)env deliver:(DeliverOperation)deliver;

/// Whether the event loop stays alive for what may come. It does not at first. On the environment's thread only.
- (void)holdEventLoop:(BOOL)hold environment:(napi_env)env;

/// The environment ends. On its thread only.
- (void)close;

@end
