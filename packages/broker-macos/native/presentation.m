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
  if (CurrentApplicationState() != kApplicationRunning) BecomeApplication();
  *anchor = view != nil ? view.window : [NSApp keyWindow];
  return view == nil || *anchor != nil;
}
