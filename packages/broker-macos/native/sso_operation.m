#import "sso_operation.h"

#import "manual_memory.h"
#import "presentation.h"

@implementation AuthbrokerSsoOperation

@synthesize identifier = _identifier;

- (instancetype)initWithIdentifier:(double)identifier
                           request:(AuthbrokerSsoRequest *)request
                          observer:(id<AuthbrokerSsoObserver>)observer {
  self = [super init];
  if (self != nil) {
    _identifier = identifier;
    _request = [request retain];
    _observer = [observer retain];
  }
  return self;
}

- (void)dealloc {
  [_request release];
  [_observer release];
  [_controller release];
  ReleaseOnMainThread(_anchor);
  [_outcome release];
  [super dealloc];
}

- (BOOL)isHandedOver {
  return _request.userInterface && ![NSThread isMainThread];
}

- (void)start {
  if (self.handedOver) {
    [self performSelectorOnMainThread:@selector(begin) withObject:nil waitUntilDone:NO];
  } else {
    [self begin];
  }
}

- (BOOL)hasBegun {
  @synchronized(self) {
    return _begun;
  }
}

- (AuthbrokerSsoOutcome *)outcome {
  @synchronized(self) {
    return [[_outcome retain] autorelease];
  }
}

- (void)begin {
  @autoreleasepool {
    @synchronized(self) {
      if (_ended) return;
      _begun = YES;
    }
    [self retain];  // Until -endWith:.
    @try {
      [[self prepareController] performRequests];
    } @catch (NSException *exception) {
      // The frames below are C's, which no exception may cross.
      NSString *message =
          [NSString stringWithFormat:@"macOS refused the operation: %@: %@", exception.name, exception.reason];
      [self endWith:[AuthbrokerSsoOutcome outcomeWithFailure:kFailureUnsupported message:message]];
    }
  }
}

/// Nil when it has ended: there is nothing to be asked or nowhere to show it, or it was abandoned meanwhile.
- (ASAuthorizationController *)prepareController {
  NSWindow *anchor = nil;
  if (_request.userInterface && !FindPresentationAnchor(_request.view, &anchor)) {
    [self endWith:[AuthbrokerSsoOutcome outcomeWithFailure:kFailureNoWindow message:@"The view is in no window."]];
    return nil;
  }
  ASAuthorizationSingleSignOnProvider *provider =
      [ASAuthorizationSingleSignOnProvider authorizationProviderWithIdentityProviderURL:_request.url];
  ASAuthorizationSingleSignOnRequest *request = [provider createRequest];
  if (request == nil) {
    [self endWith:[AuthbrokerSsoOutcome outcomeWithFailure:kFailureUnsupported
                                                   message:@"This macOS has no single sign-on extensions."]];
    return nil;
  }
  request.requestedOperation = _request.operation;
  request.authorizationOptions = _request.options;
  // From macOS 12 on.
  if ([request respondsToSelector:@selector(setUserInterfaceEnabled:)]) {
    [request setValue:[NSNumber numberWithBool:_request.userInterface] forKey:@"userInterfaceEnabled"];
  }

  ASAuthorizationController *controller =
      [[[ASAuthorizationController alloc] initWithAuthorizationRequests:@[ request ]] autorelease];
  controller.delegate = self;
  if (_request.userInterface) controller.presentationContextProvider = self;
  BOOL abandoned = NO;
  @synchronized(self) {
    _anchor = [anchor retain];
    _controller = [controller retain];
    abandoned = _ended;
  }
  // By another thread, which found no controller to stop: a window that opens now would be nobody's to close.
  if (abandoned) [self endWith:nil];
  return abandoned ? nil : controller;
}

- (void)abandon {
  ASAuthorizationController *controller = nil;
  @synchronized(self) {
    _ended = YES;
    if (!_answered) controller = _controller;
  }
  if (controller == nil) return;
  if (self.handedOver) {
    [self performSelectorOnMainThread:@selector(stopController) withObject:nil waitUntilDone:NO];
  } else {
    [self stopController];
  }
}

- (void)stopController {
  @try {
    // From macOS 13 on.
    if ([_controller respondsToSelector:@selector(cancel)]) [_controller performSelector:@selector(cancel)];
  } @catch (NSException *exception) {
    // Nobody waits for the operation any more. Whoever abandons it may be C, which no exception may cross.
    NSLog(@"%@: %@", exception.name, exception.reason);
  }
}

/// The system is done with the operation, which may be gone after this. It may say so twice, on two threads.
- (void)endWith:(AuthbrokerSsoOutcome *)outcome {
  BOOL expected = NO;
  @synchronized(self) {
    if (_answered) return;
    _answered = YES;
    expected = !_ended;
    _ended = YES;
    if (expected) _outcome = [outcome retain];
  }
  _controller.delegate = nil;
  _controller.presentationContextProvider = nil;
  if (expected) [_observer operationDidEnd:self];
  [self release];
}

- (void)authorizationController:(ASAuthorizationController *)controller
    didCompleteWithAuthorization:(ASAuthorization *)authorization {
  (void)controller;
  @autoreleasepool {
    id credential = authorization.credential;
    const BOOL expected = [credential isKindOfClass:[ASAuthorizationSingleSignOnCredential class]];
    NSHTTPURLResponse *response = expected ? [credential authenticatedResponse] : nil;
    if (response != nil) {
      [self endWith:[AuthbrokerSsoOutcome outcomeWithResponse:response]];
    } else {
      [self endWith:[AuthbrokerSsoOutcome outcomeWithFailure:kFailureBadCredential
                                                     message:@"The credential holds no HTTP response."]];
    }
  }
}

- (void)authorizationController:(ASAuthorizationController *)controller didCompleteWithError:(NSError *)error {
  (void)controller;
  @autoreleasepool {
    [self endWith:[AuthbrokerSsoOutcome outcomeWithError:error]];
  }
}

- (ASPresentationAnchor)presentationAnchorForAuthorizationController:(ASAuthorizationController *)controller {
  (void)controller;
  // Found before the system was asked, on the main thread: this may be any thread, and none waits for another here.
  @synchronized(self) {
    return [[_anchor retain] autorelease];
  }
}

@end
