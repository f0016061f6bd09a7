#import "sso_request.h"

#import "manual_memory.h"

@implementation AuthbrokerSsoRequest

@synthesize url = _url;
@synthesize operation = _operation;
@synthesize options = _options;
@synthesize userInterface = _userInterface;
@synthesize view = _view;

- (instancetype)initWithURL:(NSURL *)url
                  operation:(NSString *)operation
                    options:(NSArray *)options
              userInterface:(BOOL)userInterface
                       view:(NSView *)view {
  self = [super init];
  if (self != nil) {
    _url = [url retain];
    _operation = [operation copy];
    _options = [options copy];
    _userInterface = userInterface;
    _view = [view retain];
  }
  return self;
}

- (void)dealloc {
  [_url release];
  [_operation release];
  [_options release];
  ReleaseOnMainThread(_view);
  [super dealloc];
}

@end
