#import "authentication_services.h"

#import "script.h"

NSString *const ASAuthorizationErrorDomain = @"com.apple.AuthenticationServices.AuthorizationError";

@interface StandInProvider : ASAuthorizationSingleSignOnProvider {
  NSURL *_url;
}
- (instancetype)initWithURL:(NSURL *)url;
@end

@implementation ASAuthorizationSingleSignOnProvider

+ (instancetype)authorizationProviderWithIdentityProviderURL:(NSURL *)url {
  NSNumber *there = [StandInScript() objectForKey:@"singleSignOn"];
  if (there != nil && !there.boolValue) return nil;
  return [[[StandInProvider alloc] initWithURL:url] autorelease];
}

- (ASAuthorizationSingleSignOnRequest *)createRequest {
  return nil;
}

- (BOOL)canPerformAuthorization {
  return NO;
}

@end

@implementation StandInProvider

- (instancetype)initWithURL:(NSURL *)url {
  self = [super init];
  if (self != nil) _url = [url retain];
  return self;
}

- (ASAuthorizationSingleSignOnRequest *)createRequest {
  return [[[StandInRequest alloc] initWithURL:_url] autorelease];
}

- (BOOL)canPerformAuthorization {
  StandInRaise(NSStringFromSelector(_cmd));
  return [[StandInScript() objectForKey:@"hosts"] containsObject:_url.host];
}

- (void)dealloc {
  [_url release];
  [super dealloc];
}

@end

@implementation ASAuthorizationSingleSignOnRequest
@dynamic requestedOperation;
@dynamic authorizationOptions;
@end

@implementation StandInRequest

@synthesize url = _url;
@synthesize requestedOperation = _requestedOperation;
@synthesize authorizationOptions = _authorizationOptions;
@synthesize userInterfaceEnabled = _userInterfaceEnabled;

- (instancetype)initWithURL:(NSURL *)url {
  self = [super init];
  if (self != nil) {
    _url = [url retain];
    _userInterfaceEnabled = YES;
  }
  return self;
}

- (void)dealloc {
  [_url release];
  [_requestedOperation release];
  [_authorizationOptions release];
  [super dealloc];
}

- (void)setUserInterfaceEnabled:(BOOL)enabled {
  if (StandInVersion().majorVersion < 12) [self doesNotRecognizeSelector:_cmd];
  _userInterfaceEnabled = enabled;
}

- (BOOL)respondsToSelector:(SEL)selector {
  if (sel_isEqual(selector, @selector(setUserInterfaceEnabled:)) && StandInVersion().majorVersion < 12) return NO;
  return [super respondsToSelector:selector];
}

- (NSString *)option:(NSString *)name {
  NSString *value = nil;
  for (NSURLQueryItem *item in _authorizationOptions) {
    if ([item.name isEqual:name]) value = item.value;
  }
  return value;
}

@end

@implementation ASAuthorization
@dynamic credential;
@end

@implementation StandInAuthorization

@synthesize credential = _credential;

- (instancetype)initWithCredential:(id)credential {
  self = [super init];
  if (self != nil) _credential = [credential retain];
  return self;
}

- (void)dealloc {
  [_credential release];
  [super dealloc];
}

@end

@implementation ASAuthorizationSingleSignOnCredential
@dynamic authenticatedResponse;
@end

@implementation StandInCredential

@synthesize authenticatedResponse = _authenticatedResponse;

- (instancetype)initWithResponse:(NSHTTPURLResponse *)response {
  self = [super init];
  if (self != nil) _authenticatedResponse = [response retain];
  return self;
}

- (void)dealloc {
  [_authenticatedResponse release];
  [super dealloc];
}

@end
