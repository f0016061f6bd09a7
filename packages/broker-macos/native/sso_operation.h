#pragma once

#import <AuthenticationServices/AuthenticationServices.h>
#import <Foundation/Foundation.h>

#import "sso_outcome.h"
#import "sso_request.h"

@class AuthbrokerSsoOperation;

/// Is told how an operation ended.
@protocol AuthbrokerSsoObserver <NSObject>

/// Called at most once for an operation, on any thread, also in the midst of `-start`.
- (void)operationDidEnd:(AuthbrokerSsoOperation *)operation;

@end

/// One operation of a single sign-on extension, through an ASAuthorizationController.
///
/// The controller does not keep its delegate, so the operation keeps itself, and the controller, until the system has
/// answered; also when nobody waits for the answer any more.
@interface AuthbrokerSsoOperation
    : NSObject <ASAuthorizationControllerDelegate, ASAuthorizationControllerPresentationContextProviding> {
  double _identifier;
  AuthbrokerSsoRequest *_request;
  id<AuthbrokerSsoObserver> _observer;
  ASAuthorizationController *_controller;
  NSWindow *_anchor;
  // Guarded by @synchronized (self), and so is setting the two above.
  AuthbrokerSsoOutcome *_outcome;
  BOOL _begun;
  BOOL _ended;
  BOOL _answered;
}

/// The caller's name for it.
@property(nonatomic, readonly) double identifier;
/// Whether the main thread has to take it over from this one: it has a user interface.
@property(nonatomic, readonly, getter=isHandedOver) BOOL handedOver;
/// Whether the thread that it belongs to has taken it up.
@property(nonatomic, readonly) BOOL hasBegun;
/// How it ended; nil before.
@property(nonatomic, readonly) AuthbrokerSsoOutcome *outcome;

- (instancetype)initWithIdentifier:(double)identifier
                           request:(AuthbrokerSsoRequest *)request
                          observer:(id<AuthbrokerSsoObserver>)observer;

/// Starts it on this thread or, where it is handed over, as soon as the main thread gets to it.
- (void)start;

/// Nobody waits for the answer any more: the observer is not told, and the system is asked to stop. macOS 12 cannot, and
/// its answer is dropped. Does nothing when the system has answered.
- (void)abandon;

@end
