#import "sso_outcome.h"

#import "manual_memory.h"

@implementation AuthbrokerSsoOutcome

@synthesize response = _response;
@synthesize failureCode = _failureCode;
@synthesize message = _message;
@synthesize error = _error;

- (instancetype)initWithResponse:(NSHTTPURLResponse *)response
                     failureCode:(FailureCode)failureCode
                         message:(NSString *)message
                           error:(NSError *)error {
  self = [super init];
  if (self != nil) {
    _response = [response retain];
    _failureCode = failureCode;
    _message = [message copy];
    _error = [error retain];
  }
  return self;
}

+ (instancetype)outcomeWithResponse:(NSHTTPURLResponse *)response {
  return [[[self alloc] initWithResponse:response
                             failureCode:kFailureBadCredential
                                 message:nil
                                   error:nil] autorelease];
}

+ (instancetype)outcomeWithFailure:(FailureCode)code message:(NSString *)message {
  return [[[self alloc] initWithResponse:nil failureCode:code message:message error:nil] autorelease];
}

+ (instancetype)outcomeWithError:(NSError *)error {
  // Not its words: they are the extension's, and `error` has them.
  NSString *message =
      [NSString stringWithFormat:@"The operation ended with error %ld of %@.", (long)error.code, error.domain];
  return [[[self alloc] initWithResponse:nil
                             failureCode:kFailureAuthorizationError
                                 message:message
                                   error:error] autorelease];
}

- (void)dealloc {
  [_response release];
  [_message release];
  [_error release];
  [super dealloc];
}

@end
