#import "run_loop.h"

#import <AppKit/AppKit.h>
#import <Foundation/Foundation.h>

#import "manual_memory.h"

ApplicationState CurrentApplicationState(void) {
  if (NSApp == nil) return kApplicationNone;
  return [NSApp isRunning] ? kApplicationRunning : kApplicationIdle;
}

/// Finding events runs the run loop, once for each.
static void DispatchEvents(void) {
  NSEvent *event = nil;
  do {
    event = [NSApp nextEventMatchingMask:NSEventMaskAny
                               untilDate:[NSDate distantPast]
                                  inMode:NSDefaultRunLoopMode
                                 dequeue:YES];
    if (event != nil) [NSApp sendEvent:event];
  } while (event != nil);
}

void PumpMainRunLoop(void) {
  if (![NSThread isMainThread]) return;
  @autoreleasepool {
    @try {
      switch (CurrentApplicationState()) {
        case kApplicationNone:
          [[NSRunLoop currentRunLoop] runMode:NSDefaultRunLoopMode beforeDate:[NSDate distantPast]];
          break;
        case kApplicationIdle:
          DispatchEvents();
          break;
        case kApplicationRunning:
          break;
      }
    } @catch (NSException *exception) {
      // As NSApplication's own run loop does: what a handler throws is told, and the loop goes on.
      NSLog(@"%@: %@", exception.name, exception.reason);
    }
  }
}
