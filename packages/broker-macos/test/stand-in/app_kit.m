#import "app_kit.h"

#include <stdlib.h>
#include <unistd.h>

#import "record.h"
#import "script.h"

NSApplication *NSApp = nil;

/// AppKit wants the main thread.
static void NeedMainThread(SEL selector) {
  if ([NSThread isMainThread]) return;
  StandInRecord(@"offMainThread", @{@"selector" : NSStringFromSelector(selector)});
}

/// The events that wait for the application.
static NSMutableArray *Events(void) {
  static NSMutableArray *events = nil;
  @synchronized([NSEvent class]) {
    if (events == nil) events = [[NSMutableArray alloc] init];
    return events;
  }
}

@implementation NSEvent
@end

@implementation StandInEvent

+ (void)post:(SEL)action to:(id)target {
  StandInEvent *event = [[[StandInEvent alloc] init] autorelease];
  event->_action = action;
  event->_target = [target retain];
  @synchronized([NSEvent class]) {
    [Events() addObject:event];
  }
}

- (void)happen {
  [_target performSelector:_action];
}

- (void)dealloc {
  [_target release];
  [super dealloc];
}

@end

@implementation NSWindow
@end

@implementation StandInWindow

@synthesize title = _title;

- (instancetype)initWithTitle:(NSString *)title {
  self = [super init];
  if (self != nil) _title = [title copy];
  return self;
}

- (void)dealloc {
  NeedMainThread(_cmd);
  [_title release];
  [super dealloc];
}

@end

@implementation NSView

- (NSWindow *)window {
  return nil;
}

@end

@implementation StandInView

- (instancetype)initWithWindow:(NSWindow *)window {
  self = [super init];
  if (self != nil) _window = [window retain];
  return self;
}

- (NSWindow *)window {
  NeedMainThread(_cmd);
  return [[_window retain] autorelease];
}

- (void)dealloc {
  NeedMainThread(_cmd);
  [_window release];
  [super dealloc];
}

@end

@interface StandInApplication : NSApplication {
  BOOL _running;
}
@end

@implementation NSApplication

@dynamic running;

+ (NSApplication *)sharedApplication {
  NeedMainThread(_cmd);
  if (NSApp == nil) NSApp = [[StandInApplication alloc] init];
  return NSApp;
}

- (NSWindow *)keyWindow {
  NeedMainThread(_cmd);
  if ([[StandInScript() objectForKey:@"keyWindowBusy"] boolValue]) {
    StandInRecord(@"keyWindowBusy", nil);
    while ([[StandInScript() objectForKey:@"keyWindowBusy"] boolValue]) usleep(1000);
  }
  NSString *title = [StandInScript() objectForKey:@"keyWindow"];
  return title == nil ? nil : [[[StandInWindow alloc] initWithTitle:title] autorelease];
}

- (BOOL)setActivationPolicy:(NSInteger)activationPolicy {
  StandInRecord(@"setActivationPolicy", @{@"policy" : [NSNumber numberWithInteger:activationPolicy]});
  return YES;
}

- (void)finishLaunching {
  StandInRecord(@"finishLaunching", nil);
}

- (void)activateIgnoringOtherApps:(BOOL)flag {
  StandInRecord(@"activate", @{@"ignoringOtherApps" : [NSNumber numberWithBool:flag]});
}

- (NSEvent *)nextEventMatchingMask:(unsigned long long)mask
                         untilDate:(NSDate *)expiration
                            inMode:(NSString *)mode
                           dequeue:(BOOL)dequeue {
  NeedMainThread(_cmd);
  if (mask != NSEventMaskAny || !dequeue) abort();
  [[NSRunLoop currentRunLoop] runMode:mode beforeDate:expiration];
  @synchronized([NSEvent class]) {
    if (Events().count == 0) return nil;
    NSEvent *event = [[[Events() objectAtIndex:0] retain] autorelease];
    [Events() removeObjectAtIndex:0];
    return event;
  }
}

- (void)sendEvent:(NSEvent *)event {
  NeedMainThread(_cmd);
  [(StandInEvent *)event happen];
}

@end

@implementation StandInApplication

- (BOOL)isRunning {
  return _running;
}

- (void)setRunning:(BOOL)running {
  _running = running;
}

@end

@implementation NSWorkspace

+ (NSWorkspace *)sharedWorkspace {
  static NSWorkspace *shared = nil;
  @synchronized(self) {
    if (shared == nil) shared = [[NSWorkspace alloc] init];
    return shared;
  }
}

/// Lays the application's Info.plist out beside the script, so that whoever asks reads a file.
- (NSURL *)URLForApplicationWithBundleIdentifier:(NSString *)bundleIdentifier {
  StandInRaise(NSStringFromSelector(_cmd));
  NSString *version = [[StandInScript() objectForKey:@"applications"] objectForKey:bundleIdentifier];
  if (version == nil) return nil;
  NSString *script = [NSString stringWithUTF8String:getenv("AUTHBROKER_STAND_IN_SCRIPT")];
  NSString *folder = [NSString stringWithFormat:@"%@.applications/%@.app", script, bundleIdentifier];
  NSString *contents = [folder stringByAppendingPathComponent:@"Contents"];
  NSDictionary *information = @{@"CFBundleIdentifier" : bundleIdentifier, @"CFBundleShortVersionString" : version};
  if (![[NSFileManager defaultManager] createDirectoryAtPath:contents
                                 withIntermediateDirectories:YES
                                                  attributes:nil
                                                       error:NULL] ||
      ![information writeToFile:[contents stringByAppendingPathComponent:@"Info.plist"] atomically:YES]) {
    abort();
  }
  return [NSURL fileURLWithPath:folder isDirectory:YES];
}

@end
