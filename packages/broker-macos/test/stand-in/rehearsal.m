#import "rehearsal.h"

#include <pthread.h>

#import "answers.h"
#import "request_rules.h"

@interface StandInRehearsal : NSObject
+ (void)doNothing;
@end

@implementation StandInRehearsal

+ (void)doNothing {
}

@end

static void RehearseAnswers(void) {
  NSDictionary *underlying = @{@"domain" : @"rehearsal", @"code" : @1, @"description" : @"none"};
  NSError *error = StandInError(@{@"code" : @-6000, @"userInfo" : @{@"a" : @1.5}, @"underlying" : underlying});
  [error localizedDescription];
  NSURL *url = [NSURL URLWithString:@"https://login.example/common"];
  StandInRequest *request = [[[StandInRequest alloc] initWithURL:url] autorelease];
  request.requestedOperation = @"refresh";
  request.authorizationOptions = @[ [[[NSURLQueryItem alloc] initWithName:@"a" value:@"b"] autorelease] ];
  MissingOption(request);
  ASAuthorization *answer = StandInAnswer(request, @{@"headers" : @{@"Ä" : @"ß"}, @"headerCase" : @"upper"});
  [[(StandInCredential *)answer.credential authenticatedResponse] allHeaderFields];
}

static void RehearseOnce(void) {
  @autoreleasepool {
    NSData *data = [NSJSONSerialization dataWithJSONObject:@{@"a" : @[ @1, @"ß", [NSNumber numberWithBool:YES] ]} options:0 error:NULL];
    [NSJSONSerialization JSONObjectWithData:data options:0 error:NULL];
    RehearseAnswers();
    @try {
      [NSException raise:NSGenericException format:@"rehearsal"];
    } @catch (NSException *exception) {
      [exception reason];
    }
    [NSThread detachNewThreadSelector:@selector(doNothing) toTarget:[StandInRehearsal class] withObject:nil];
    [StandInRehearsal performSelectorOnMainThread:@selector(doNothing) withObject:nil waitUntilDone:NO];
    if ([NSThread isMainThread]) {
      [[NSRunLoop currentRunLoop] runMode:NSDefaultRunLoopMode beforeDate:[NSDate distantPast]];
    }
  }
}

void StandInRehearse(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, RehearseOnce);
}
