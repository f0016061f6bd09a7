#pragma once

// What the addon uses of Security, declared by hand, to build without Apple's SDK.

#import <CoreFoundation/CoreFoundation.h>
#include <stdint.h>

typedef int32_t OSStatus;
typedef uint32_t SecCSFlags;
typedef struct __SecCode *SecCodeRef;
typedef const struct __SecCode *SecStaticCodeRef;

#define errSecSuccess 0
#define kSecCSDefaultFlags ((SecCSFlags)0)
#define kSecCSSigningInformation ((SecCSFlags)(1 << 1))

extern const CFStringRef kSecCodeInfoTeamIdentifier;

extern OSStatus SecCodeCopySelf(SecCSFlags flags, SecCodeRef *self);
extern OSStatus SecCodeCopySigningInformation(SecStaticCodeRef code, SecCSFlags flags, CFDictionaryRef *information);
