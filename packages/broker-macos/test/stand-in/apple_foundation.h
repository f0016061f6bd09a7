#pragma once

// What Apple's Foundation has and GNUstep's has not. Included before every file that is built for GNUstep.

#import <Foundation/Foundation.h>

typedef struct {
  NSInteger majorVersion;
  NSInteger minorVersion;
  NSInteger patchVersion;
} NSOperatingSystemVersion;

@interface NSProcessInfo (AppleFoundation)
- (NSOperatingSystemVersion)operatingSystemVersion;
@end
