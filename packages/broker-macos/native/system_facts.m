#import "system_facts.h"

#import <AppKit/AppKit.h>
#import <Security/Security.h>

#import "manual_memory.h"

static NSString *TextOrEmpty(id value) {
  return [value isKindOfClass:[NSString class]] ? value : @"";
}

NSString *MacosVersion(void) {
  const NSOperatingSystemVersion version = [[NSProcessInfo processInfo] operatingSystemVersion];
  return [NSString stringWithFormat:@"%ld.%ld.%ld", (long)version.majorVersion, (long)version.minorVersion,
                                    (long)version.patchVersion];
}

NSString *BundleIdentifier(void) { return TextOrEmpty([[NSBundle mainBundle] bundleIdentifier]); }

NSString *TeamIdentifier(void) {
  SecCodeRef code = NULL;
  if (SecCodeCopySelf(kSecCSDefaultFlags, &code) != errSecSuccess) return @"";
  CFDictionaryRef information = NULL;
  const OSStatus status = SecCodeCopySigningInformation(code, kSecCSSigningInformation, &information);
  CFRelease(code);
  if (status != errSecSuccess) return @"";
  NSDictionary *signing = [(NSDictionary *)information autorelease];
  return TextOrEmpty([signing objectForKey:(NSString *)kSecCodeInfoTeamIdentifier]);
}

NSString *ApplicationVersion(NSString *bundleIdentifier) {
  NSURL *application = [[NSWorkspace sharedWorkspace] URLForApplicationWithBundleIdentifier:bundleIdentifier];
  if (application == nil) return nil;
  // Not by NSBundle, which reads a bundle once: the application may be updated while this process runs.
  NSURL *information = [application URLByAppendingPathComponent:@"Contents/Info.plist"];
  NSDictionary *entries = [NSDictionary dictionaryWithContentsOfURL:information];
  return TextOrEmpty([entries objectForKey:@"CFBundleShortVersionString"]);
}
