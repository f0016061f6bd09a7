// The controller: records what it is asked, and answers as the script says.

#include <stdlib.h>
#include <unistd.h>

#import "answers.h"
#import "app_kit.h"
#import "record.h"
#import "rehearsal.h"
#import "script.h"
#import "work.h"

@interface StandInController : ASAuthorizationController {
  NSNumber *_number;
  StandInRequest *_request;
  NSDictionary *_step;
  // Guarded by @synchronized (self). Not kept: the real ones are weak references.
  id _delegate;
  id _presentationContextProvider;
  NSInteger _answersLeft;
}
@end

@implementation ASAuthorizationController

@dynamic delegate;
@dynamic presentationContextProvider;

+ (id)allocWithZone:(NSZone *)zone {
  if (self == [ASAuthorizationController class]) return [StandInController allocWithZone:zone];
  return [super allocWithZone:zone];
}

- (instancetype)initWithAuthorizationRequests:(NSArray *)authorizationRequests {
  (void)authorizationRequests;
  return [super init];
}

- (void)performRequests {
}

@end

@implementation StandInController

/// How many there have been in this process.
static NSInteger CountController(void) {
  static _Atomic NSInteger count = 0;
  return ++count;
}

- (instancetype)initWithAuthorizationRequests:(NSArray *)authorizationRequests {
  self = [super initWithAuthorizationRequests:authorizationRequests];
  if (self == nil) return nil;
  if (authorizationRequests.count != 1) abort();
  _request = [[authorizationRequests objectAtIndex:0] retain];
  _number = [[NSNumber alloc] initWithInteger:CountController()];
  return self;
}

- (void)dealloc {
  StandInRecord(@"controllerGone", @{@"controller" : _number});
  [_number release];
  [_request release];
  [_step release];
  [super dealloc];
}

- (id)delegate {
  @synchronized(self) {
    return [[_delegate retain] autorelease];
  }
}

- (void)setDelegate:(id)delegate {
  @synchronized(self) {
    _delegate = delegate;
  }
}

- (id)presentationContextProvider {
  @synchronized(self) {
    return [[_presentationContextProvider retain] autorelease];
  }
}

- (void)setPresentationContextProvider:(id)provider {
  @synchronized(self) {
    _presentationContextProvider = provider;
  }
}

- (BOOL)respondsToSelector:(SEL)selector {
  if (sel_isEqual(selector, @selector(cancel)) && StandInVersion().majorVersion < 13) return NO;
  return [super respondsToSelector:selector];
}

- (NSArray *)options {
  NSMutableArray *options = [NSMutableArray array];
  for (NSURLQueryItem *item in _request.authorizationOptions) [options addObject:@[ item.name, item.value ]];
  return options;
}

- (void)performRequests {
  StandInRehearse();
  _step = [StandInStep(_request.requestedOperation) retain];
  StandInRecord(@"performRequests", @{
    @"controller" : _number,
    @"operation" : _request.requestedOperation,
    @"url" : _request.url.absoluteString,
    @"options" : [self options],
    @"userInterfaceEnabled" : [NSNumber numberWithBool:_request.userInterfaceEnabled],
    @"presentationContextProvider" : [NSNumber numberWithBool:self.presentationContextProvider != nil],
  });
  NSString *reason = [_step objectForKey:@"throws"];
  if (reason != nil) [NSException raise:NSInternalInconsistencyException format:@"%@", reason];
  NSNumber *times = [_step objectForKey:@"times"];
  _answersLeft = times == nil ? 1 : times.integerValue;
  if ([[_step objectForKey:@"deliver"] isEqual:@"atOnce"]) {
    while (_answersLeft > 0) [self deliver];
    return;
  }
  // One thread for each answer, so that two come at the same time. One at least asks for the anchor.
  [NSThread detachNewThreadSelector:@selector(work) toTarget:self withObject:nil];
  for (NSInteger i = 1; i < _answersLeft; ++i) {
    [NSThread detachNewThreadSelector:@selector(work) toTarget:self withObject:nil];
  }
}

- (void)work {
  StandInBeginWork();
  [self askForAnchor];
  const useconds_t delay = (useconds_t)([[_step objectForKey:@"delayMs"] doubleValue] * 1000);
  StandInEndWork();
  usleep(delay);
  StandInBeginWork();
  @autoreleasepool {
    NSString *where = [_step objectForKey:@"deliver"];
    if ([where isEqual:@"background"]) {
      [self deliver];
    } else if ([where isEqual:@"event"]) {
      [StandInEvent post:@selector(deliver) to:self];
    } else if (![where isEqual:@"never"]) {
      [self performSelectorOnMainThread:@selector(deliver) withObject:nil waitUntilDone:NO];
    }
  }
  StandInEndWork();
}

- (void)askForAnchor {
  @autoreleasepool {
    id provider = self.presentationContextProvider;
    if (provider == nil) return;
    StandInWindow *anchor = (StandInWindow *)[provider presentationAnchorForAuthorizationController:self];
    StandInRecord(@"presentationAnchor", anchor == nil ? @{@"controller" : _number}
                                                       : @{@"controller" : _number, @"window" : anchor.title});
  }
}

- (void)deliver {
  @autoreleasepool {
    @synchronized(self) {
      if (_answersLeft == 0) return;
      --_answersLeft;
    }
    NSError *refusal = StandInRefusal(_request, _step);
    if (refusal != nil) {
      [self.delegate authorizationController:self didCompleteWithError:refusal];
    } else {
      [self.delegate authorizationController:self didCompleteWithAuthorization:StandInAnswer(_request, _step)];
    }
    NSString *reason = [_step objectForKey:@"thenThrows"];
    if (reason != nil) [NSException raise:NSInternalInconsistencyException format:@"%@", reason];
  }
}

- (void)cancel {
  if (StandInVersion().majorVersion < 13) [self doesNotRecognizeSelector:_cmd];
  StandInRecord(@"cancel", @{@"controller" : _number});
  StandInRaise(NSStringFromSelector(_cmd));
  [NSThread detachNewThreadSelector:@selector(deliverCancellation) toTarget:self withObject:nil];
}

- (void)deliverCancellation {
  StandInBeginWork();
  @autoreleasepool {
    BOOL first = NO;
    @synchronized(self) {
      first = _answersLeft > 0;
      _answersLeft = 0;
    }
    NSError *error = [NSError errorWithDomain:ASAuthorizationErrorDomain code:kErrorCanceled userInfo:nil];
    if (first) [self.delegate authorizationController:self didCompleteWithError:error];
  }
  StandInEndWork();
}

@end
