#pragma once

#import <Foundation/Foundation.h>

// The source is built against two Objective-C runtimes: Apple's, and on Linux, for its tests, GNU's, which has neither
// ARC nor blocks nor libdispatch nor instance variables outside of an @interface. So it does without all of them.
#if __has_feature(objc_arc)
#error "This source retains and releases by hand: build it with -fno-objc-arc."
#endif

/// Releases a window or a view, of which the last reference must go on the main thread.
void ReleaseOnMainThread(id object);
