#pragma once

// What the addon uses of AppKit, declared by hand, to build without Apple's SDK.

#import <Foundation/Foundation.h>

@class NSWindow;

@interface NSEvent : NSObject
@end

@interface NSView : NSObject
@property(readonly, assign) NSWindow *window;
@end

@interface NSWindow : NSObject
@end

#define NSApplicationActivationPolicyAccessory ((NSInteger)1)
#define NSEventMaskAny (~0ULL)

@interface NSApplication : NSObject
@property(class, readonly) NSApplication *sharedApplication;
@property(readonly, getter=isRunning) BOOL running;
@property(readonly, assign) NSWindow *keyWindow;
- (BOOL)setActivationPolicy:(NSInteger)activationPolicy;
- (void)finishLaunching;
- (void)activateIgnoringOtherApps:(BOOL)flag;
- (NSEvent *)nextEventMatchingMask:(unsigned long long)mask
                         untilDate:(NSDate *)expiration
                            inMode:(NSString *)mode
                           dequeue:(BOOL)dequeue;
- (void)sendEvent:(NSEvent *)event;
@end

extern NSApplication *NSApp;

@interface NSWorkspace : NSObject
@property(class, readonly) NSWorkspace *sharedWorkspace;
- (NSURL *)URLForApplicationWithBundleIdentifier:(NSString *)bundleIdentifier;
@end
