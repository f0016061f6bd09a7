#pragma once

#import <AppKit/AppKit.h>

/// What the application gets with its next events: a message to an object, sent when the event is dispatched.
@interface StandInEvent : NSEvent {
  SEL _action;
  id _target;
}

/// On any thread.
+ (void)post:(SEL)action to:(id)target;

- (void)happen;

@end

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
