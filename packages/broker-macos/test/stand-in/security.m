// The code signature of this process, from the script.

#import <Foundation/Foundation.h>
#import <Security/Security.h>

#import "script.h"

const CFStringRef kSecCodeInfoTeamIdentifier = (CFStringRef) @"teamid";

void CFRelease(CFTypeRef cf) { [(id)cf release]; }

OSStatus SecCodeCopySelf(SecCSFlags flags, SecCodeRef *self) {
  if (flags != kSecCSDefaultFlags) abort();
  *self = (SecCodeRef)[[NSObject alloc] init];
  return errSecSuccess;
}

OSStatus SecCodeCopySigningInformation(SecStaticCodeRef code, SecCSFlags flags, CFDictionaryRef *information) {
  if (code == NULL || flags != kSecCSSigningInformation) abort();
  NSString *team = [StandInScript() objectForKey:@"teamIdentifier"];
  NSMutableDictionary *signing = [[NSMutableDictionary alloc] init];
  if (team != nil) [signing setObject:team forKey:(NSString *)kSecCodeInfoTeamIdentifier];
  *information = (CFDictionaryRef)signing;
  return errSecSuccess;
}
