#import "answers.h"

#import "request_rules.h"
#import "script.h"

/// An error whose words the script may have raise an exception.
@interface StandInErrorOfExtension : NSError
@end

@implementation StandInErrorOfExtension

- (NSString *)localizedDescription {
  StandInRaise(NSStringFromSelector(_cmd));
  return [super localizedDescription];
}

@end

/// A response whose header fields the script may have raise an exception.
@interface StandInResponse : NSHTTPURLResponse
@end

@implementation StandInResponse

- (NSDictionary *)allHeaderFields {
  StandInRaise(NSStringFromSelector(_cmd));
  return [super allHeaderFields];
}

@end

static NSError *AuthorizationError(NSInteger code) {
  return [NSError errorWithDomain:ASAuthorizationErrorDomain code:code userInfo:nil];
}

NSError *StandInError(NSDictionary *error) {
  NSMutableDictionary *information = [NSMutableDictionary dictionaryWithDictionary:[error objectForKey:@"userInfo"]];
  id description = [error objectForKey:@"description"];
  NSDictionary *underlying = [error objectForKey:@"underlying"];
  if (description != nil) [information setObject:description forKey:NSLocalizedDescriptionKey];
  if (underlying != nil) [information setObject:StandInError(underlying) forKey:NSUnderlyingErrorKey];
  NSString *domain = [error objectForKey:@"domain"];
  return [StandInErrorOfExtension errorWithDomain:domain == nil ? ASAuthorizationErrorDomain : domain
                                             code:[[error objectForKey:@"code"] integerValue]
                                         userInfo:information];
}

NSError *StandInRefusal(StandInRequest *request, NSDictionary *step) {
  if (![[StandInScript() objectForKey:@"hosts"] containsObject:request.url.host] || step == nil) {
    return AuthorizationError(kErrorNotHandled);
  }
  NSString *missing = MissingOption(request);
  if (missing != nil) {
    return StandInError(@{
      @"code" : [NSNumber numberWithInteger:kErrorOfExtension],
      @"underlying" : @{
        @"domain" : @"MSALErrorDomain",
        @"code" : @-50000,
        @"userInfo" : @{
          @"MSALInternalErrorCodeKey" : @-42000,
          @"MSALErrorDescriptionKey" : [NSString stringWithFormat:@"%@ is missing", missing],
        },
      },
    });
  }
  if ([[step objectForKey:@"needsUserInterface"] boolValue] && !request.userInterfaceEnabled) {
    return AuthorizationError(kErrorNotInteractive);
  }
  NSDictionary *error = [step objectForKey:@"error"];
  return error == nil ? nil : StandInError(error);
}

static NSString *InCase(NSString *name, NSString *letterCase) {
  if ([letterCase isEqual:@"lower"]) return name.lowercaseString;
  if ([letterCase isEqual:@"upper"]) return name.uppercaseString;
  return name;
}

static NSDictionary *HeaderFields(StandInRequest *request, NSDictionary *step) {
  NSMutableDictionary *fields = [NSMutableDictionary dictionary];
  NSString *letterCase = [step objectForKey:@"headerCase"];
  NSDictionary *given = [step objectForKey:@"headers"];
  for (NSString *name in given) [fields setObject:[given objectForKey:name] forKey:InCase(name, letterCase)];
  for (NSString *name in [step objectForKey:@"echo"]) {
    NSString *value = [request option:name];
    if (value != nil) [fields setObject:value forKey:InCase(name, letterCase)];
  }
  return fields;
}

ASAuthorization *StandInAnswer(StandInRequest *request, NSDictionary *step) {
  NSString *kind = [step objectForKey:@"credential"];
  id credential = nil;
  if ([kind isEqual:@"otherClass"]) {
    credential = @"no credential of single sign-on";
  } else if ([kind isEqual:@"noResponse"]) {
    credential = [[[StandInCredential alloc] initWithResponse:nil] autorelease];
  } else if (![kind isEqual:@"none"]) {
    NSNumber *status = [step objectForKey:@"status"];
    NSHTTPURLResponse *response =
        [[[StandInResponse alloc] initWithURL:request.url
                                   statusCode:status == nil ? 200 : status.integerValue
                                  HTTPVersion:@"HTTP/1.1"
                                 headerFields:HeaderFields(request, step)] autorelease];
    credential = [[[StandInCredential alloc] initWithResponse:response] autorelease];
  }
  return [[[StandInAuthorization alloc] initWithCredential:credential] autorelease];
}
