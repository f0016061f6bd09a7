#import "pending.h"

#import "manual_memory.h"

/// How long the main thread may take to take an operation over. One that runs no application's run loop and does not
/// pump never does, and cannot be asked.
static const double kHandoverMs = 5000;

/// The longest time that Node.js' timers know: 2^31 - 1.
static const double kLongestTimerMs = 2147483647;

static double Min(double a, double b) { return a < b ? a : b; }

@implementation AuthbrokerPending

@synthesize operation = _operation;
@synthesize deferred = _deferred;
@synthesize timer = _timer;
@synthesize nextLook = _nextLook;

- (instancetype)initWithOperation:(AuthbrokerSsoOperation *)operation limit:(double)limit {
  self = [super init];
  if (self != nil) {
    _operation = [operation retain];
    _limit = limit;
    _limitLeft = limit;
    _handoverLeft = operation.isHandedOver ? kHandoverMs : 0;
    [self planLook];
  }
  return self;
}

- (void)dealloc {
  [_operation release];
  [super dealloc];
}

- (void)planLook {
  _nextLook = _limitLeft > 0 || _handoverLeft > 0 ? kLongestTimerMs : 0;
  if (_limitLeft > 0) _nextLook = Min(_nextLook, _limitLeft);
  if (_handoverLeft > 0) _nextLook = Min(_nextLook, _handoverLeft);
}

- (AuthbrokerSsoOutcome *)look {
  const BOOL limited = _limitLeft > 0;
  const BOOL handedOver = _handoverLeft > 0;
  _limitLeft -= _nextLook;
  _handoverLeft -= _nextLook;
  if (limited && _limitLeft <= 0) {
    NSString *message = [NSString stringWithFormat:@"The operation did not end within %.0f ms.", _limit];
    return [AuthbrokerSsoOutcome outcomeWithFailure:kFailureTimeout message:message];
  }
  if (handedOver && _handoverLeft <= 0 && !_operation.hasBegun) {
    NSString *message = [NSString stringWithFormat:@"The main thread, which has to show the window, did not take the "
                                                   @"operation over within %.0f ms.",
                                                   kHandoverMs];
    return [AuthbrokerSsoOutcome outcomeWithFailure:kFailureNoWindow message:message];
  }
  [self planLook];
  return nil;
}

@end
