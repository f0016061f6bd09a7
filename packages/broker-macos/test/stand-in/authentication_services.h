#pragma once

#import <AuthenticationServices/AuthenticationServices.h>

extern NSString *const ASAuthorizationErrorDomain;

/// `ASAuthorizationError`, and the code with which an extension hands on an error of its own.
enum {
  kErrorCanceled = 1001,
  kErrorNotHandled = 1003,
  kErrorNotInteractive = 1005,
  kErrorOfExtension = -6000,
};

@interface StandInRequest : ASAuthorizationSingleSignOnRequest {
  NSURL *_url;
  NSString *_requestedOperation;
  NSArray *_authorizationOptions;
  BOOL _userInterfaceEnabled;
}

@property(nonatomic, readonly) NSURL *url;
@property(nonatomic, readonly) BOOL userInterfaceEnabled;

- (instancetype)initWithURL:(NSURL *)url;

/// The value of the last option of that name; nil where there is none.
- (NSString *)option:(NSString *)name;

@end

/// One that holds any credential.
@interface StandInAuthorization : ASAuthorization {
  id _credential;
}

- (instancetype)initWithCredential:(id)credential;

@end

@interface StandInCredential : ASAuthorizationSingleSignOnCredential {
  NSHTTPURLResponse *_authenticatedResponse;
}

/// `response` may be nil.
- (instancetype)initWithResponse:(NSHTTPURLResponse *)response;

@end
