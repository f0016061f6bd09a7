#pragma once

#include <node_api.h>

#import "sso_operation.h"

/// A promise for the outcome of an operation, and the time it has. On its environment's thread only.
@interface AuthbrokerPending : NSObject {
  AuthbrokerSsoOperation *_operation;
  napi_deferred _deferred;
  napi_ref _timer;
  double _limit;
  double _limitLeft;
  double _handoverLeft;
  double _nextLook;
}

@property(nonatomic, readonly) AuthbrokerSsoOperation *operation;
@property(nonatomic, assign) napi_deferred deferred;
/// Runs out at the next look; null when there is none.
@property(nonatomic, assign) napi_ref timer;
/// In how many milliseconds to look whether it is overdue; 0 for never.
@property(nonatomic, readonly) double nextLook;

/// `limit` in milliseconds; 0 for none.
- (instancetype)initWithOperation:(AuthbrokerSsoOperation *)operation limit:(double)limit;

/// The time until the next look is over. The outcome when nobody is to wait any longer, else nil.
- (AuthbrokerSsoOutcome *)look;

@end
