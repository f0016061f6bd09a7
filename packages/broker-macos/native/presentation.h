#pragma once

#import <AppKit/AppKit.h>
#import <Foundation/Foundation.h>

/// Makes this process one that can show a window, and finds the window to show another over: that of `view`, or without
/// one the application's key window, if any. On the main thread only.
///
/// NO when `view` is in no window.
BOOL FindPresentationAnchor(NSView *view, NSWindow **anchor);
