#pragma once

// What the addon uses of CoreFoundation, declared by hand.

typedef const void *CFTypeRef;
typedef const struct __CFString *CFStringRef;
typedef const struct __CFDictionary *CFDictionaryRef;

extern void CFRelease(CFTypeRef cf);
