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
    [self retain];  // Until -systemHasAnswered.
    @try {
      ASAuthorizationController *controller = [self prepareController];
      if (controller != nil) {
        [controller performRequests];
      } else {
        [self systemHasAnswered];
      }
    } @catch (NSException *exception) {
      // The frames below are C's, which no exception may cross.
      [self endWith:[AuthbrokerSsoOutcome
                        outcomeWithFailure:kFailureUnsupported
                                   message:[NSString stringWithFormat:@"macOS refused the operation: %@: %@",
                                                                      exception.name, exception.reason]]];
      [self systemHasAnswered];
    }
  }
}

/// Nil when it has ended, because there is nothing to be asked or nowhere to show it.
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
  @synchronized(self) {
    _anchor = [anchor retain];
    _controller = [controller retain];
  }
  return controller;
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
  // From macOS 13 on.
  if ([_controller respondsToSelector:@selector(cancel)]) [_controller performSelector:@selector(cancel)];
}

/// Who is first ends it: the answer may come twice, and race with -abandon.
- (void)endWith:(AuthbrokerSsoOutcome *)outcome {
  @synchronized(self) {
    if (_ended) return;
    _ended = YES;
    _outcome = [outcome retain];
  }
  [_observer operationDidEnd:self];
}

/// Lets go of what the system used. The operation may be gone after it.
- (void)systemHasAnswered {
  ASAuthorizationController *controller = nil;
  @synchronized(self) {
    if (_answered) return;
    _answered = YES;
    controller = _controller;
  }
  controller.delegate = nil;
  controller.presentationContextProvider = nil;
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
    [self systemHasAnswered];
  }
}

- (void)authorizationController:(ASAuthorizationController *)controller didCompleteWithError:(NSError *)error {
  (void)controller;
  @autoreleasepool {
    [self endWith:[AuthbrokerSsoOutcome outcomeWithError:error]];
    [self systemHasAnswered];
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
