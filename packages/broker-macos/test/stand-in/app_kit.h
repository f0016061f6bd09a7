#pragma once

#import <AppKit/AppKit.h>

@interface StandInWindow : NSWindow {
  NSString *_title;
}

@property(nonatomic, readonly) NSString *title;

- (instancetype)initWithTitle:(NSString *)title;

@end

@interface StandInView : NSView {
  NSWindow *_window;
}

/// `window` may be nil.
- (instancetype)initWithWindow:(NSWindow *)window;

@end

/// Whether the application runs its run loop, as Electron does. Main thread only.
@interface NSApplication (StandIn)
- (void)setRunning:(BOOL)running;
@end
