#pragma once

#import <Foundation/Foundation.h>

/// For example `15.5.0`.
NSString *MacosVersion(void);

/// That of the program's bundle; empty where it has none.
NSString *BundleIdentifier(void);

/// That of this process's own code signature; empty where it is unsigned or signed ad hoc.
NSString *TeamIdentifier(void);

/// `CFBundleShortVersionString` of an application; nil where it is not installed.
NSString *ApplicationVersion(NSString *bundleIdentifier);
