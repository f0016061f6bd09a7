#pragma once

// What the addon uses of AuthenticationServices, declared by hand, to build without Apple's SDK.
//
// Left out are the members that are younger than macOS 11, -setUserInterfaceEnabled: of the request and -cancel of the
// controller: they may be reached only after asking whether they are there.

#import <AppKit/AppKit.h>
#import <Foundation/Foundation.h>

typedef NSWindow *ASPresentationAnchor;

@class ASAuthorization, ASAuthorizationController;

@protocol ASAuthorizationControllerDelegate <NSObject>
@optional
- (void)authorizationController:(ASAuthorizationController *)controller
    didCompleteWithAuthorization:(ASAuthorization *)authorization;
- (void)authorizationController:(ASAuthorizationController *)controller didCompleteWithError:(NSError *)error;
@end

@protocol ASAuthorizationControllerPresentationContextProviding <NSObject>
- (ASPresentationAnchor)presentationAnchorForAuthorizationController:(ASAuthorizationController *)controller;
@end

@interface ASAuthorizationSingleSignOnRequest : NSObject
@property(nonatomic, copy) NSString *requestedOperation;
@property(nonatomic, copy) NSArray *authorizationOptions;
@end

@interface ASAuthorizationSingleSignOnProvider : NSObject
@property(nonatomic, readonly) BOOL canPerformAuthorization;
+ (instancetype)authorizationProviderWithIdentityProviderURL:(NSURL *)url;
- (ASAuthorizationSingleSignOnRequest *)createRequest;
@end

@interface ASAuthorizationSingleSignOnCredential : NSObject
@property(nonatomic, readonly, copy) NSHTTPURLResponse *authenticatedResponse;
@end

@interface ASAuthorization : NSObject
@property(nonatomic, readonly) id credential;
@end

@interface ASAuthorizationController : NSObject
@property(nonatomic, assign) id<ASAuthorizationControllerDelegate> delegate;
@property(nonatomic, assign) id<ASAuthorizationControllerPresentationContextProviding> presentationContextProvider;
- (instancetype)initWithAuthorizationRequests:(NSArray *)authorizationRequests;
- (void)performRequests;
@end
