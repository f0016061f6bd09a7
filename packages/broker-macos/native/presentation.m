#import "presentation.h"

#import "manual_memory.h"
#import "run_loop.h"

/// What AppKit does to an application that it starts, for one that Node.js started. Accessory: no icon in the Dock.
static void BecomeApplication(void) {
  if (NSApp == nil) {
    [NSApplication sharedApplication];
    [NSApp setActivationPolicy:NSApplicationActivationPolicyAccessory];
    [NSApp finishLaunching];
  }
  [NSApp activateIgnoringOtherApps:YES];
}

BOOL FindPresentationAnchor(NSView *view, NSWindow **anchor) {
  *anchor = view.window;
  if (view != nil && *anchor == nil) return NO;
  if (CurrentApplicationState() != kApplicationRunning) BecomeApplication();
  if (view == nil) *anchor = [NSApp keyWindow];
  return YES;
}
