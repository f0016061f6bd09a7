#pragma once

#import <AppKit/AppKit.h>
#import <Foundation/Foundation.h>

/// What a single sign-on extension is asked. Never changes.
@interface AuthbrokerSsoRequest : NSObject {
  NSURL *_url;
  NSString *_operation;
  NSArray *_options;
  BOOL _userInterface;
  NSView *_view;
}

/// The identity provider's.
@property(nonatomic, readonly) NSURL *url;
/// `requestedOperation`.
@property(nonatomic, readonly) NSString *operation;
/// `authorizationOptions`: an NSURLQueryItem each.
@property(nonatomic, readonly) NSArray *options;
/// `userInterfaceEnabled`.
@property(nonatomic, readonly) BOOL userInterface;
/// Its window is the presentation anchor. May be nil. To be asked anything on the main thread only.
@property(nonatomic, readonly) NSView *view;

- (instancetype)initWithURL:(NSURL *)url
                  operation:(NSString *)operation
                    options:(NSArray *)options
              userInterface:(BOOL)userInterface
                       view:(NSView *)view;

@end
