#pragma once

#import <Foundation/Foundation.h>

/// The `code` of the `AddonError` of `src/addon.ts`.
typedef enum {
  kFailureAuthorizationError,
  kFailureBadCredential,
  kFailureUnsupported,
  kFailureNoWindow,
  kFailureTimeout,
  kFailureCancelled,
} FailureCode;

/// How an operation ended: with a response, or with a failure. Never changes, so any thread may read it.
@interface AuthbrokerSsoOutcome : NSObject {
  NSHTTPURLResponse *_response;
  FailureCode _failureCode;
  NSString *_message;
  NSError *_error;
}

/// Nil for a failure.
@property(nonatomic, readonly) NSHTTPURLResponse *response;
/// Means something only where there is no response.
@property(nonatomic, readonly) FailureCode failureCode;
/// One sentence. Nil where there is a response.
@property(nonatomic, readonly) NSString *message;
/// What the system said. Nil unless the code is `kFailureAuthorizationError`.
@property(nonatomic, readonly) NSError *error;

+ (instancetype)outcomeWithResponse:(NSHTTPURLResponse *)response;
+ (instancetype)outcomeWithFailure:(FailureCode)code message:(NSString *)message;
+ (instancetype)outcomeWithError:(NSError *)error;

@end
