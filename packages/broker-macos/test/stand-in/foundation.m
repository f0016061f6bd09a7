// What Foundation tells of macOS and of the program, from the script.

#import <Foundation/Foundation.h>

#import "script.h"

@implementation NSProcessInfo (AppleFoundation)

- (NSOperatingSystemVersion)operatingSystemVersion {
  StandInRaise(NSStringFromSelector(_cmd));
  return StandInVersion();
}

@end

@interface NSBundle (StandIn)
@end

// In place of GNUstep's own.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wobjc-protocol-method-implementation"
@implementation NSBundle (StandIn)

- (NSString *)bundleIdentifier {
  return self == [NSBundle mainBundle] ? [StandInScript() objectForKey:@"bundleIdentifier"] : nil;
}

@end
#pragma clang diagnostic pop
