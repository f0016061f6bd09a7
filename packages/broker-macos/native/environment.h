#pragma once

#include <node_api.h>

#import "js_timer.h"
#import "outbox.h"
#import "sso_request.h"

/// What the addon keeps for a Node.js environment, the main thread's or a worker's: the operations that are pending in
/// it. On its thread only.
@interface AuthbrokerEnvironment : NSObject {
  napi_env _env;
  AuthbrokerOutbox *_outbox;
  JsTimers _timers;
  napi_ref _onTimer;
  NSMutableDictionary *_pending;
  double _lastIdentifier;
}

/// NO, with an exception pending or without, when Node.js refuses.
+ (BOOL)open:(napi_env)env;

/// The one that was opened for `env`.
+ (AuthbrokerEnvironment *)of:(napi_env)env;

/// Sets `setTimeout` and `clearTimeout` of `holder` in place of the global ones.
///
/// NO, with an exception pending or without, when they are no functions.
- (BOOL)useTimers:(napi_value)holder;

/// Whether an operation is pending.
@property(nonatomic, readonly, getter=isWaiting) BOOL waiting;

/// Starts an operation, with a time limit in milliseconds or 0. Its promise in `answer`, its name in `identifier`.
///
/// NO, with an exception pending, when Node.js refuses.
- (BOOL)start:(AuthbrokerSsoRequest *)request
        limit:(double)limit
   identifier:(double *)identifier
       answer:(napi_value *)answer;

/// Does nothing when the operation has settled.
- (void)cancel:(double)identifier;

@end
