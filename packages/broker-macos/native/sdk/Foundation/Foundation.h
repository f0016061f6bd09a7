#pragma once

// What the addon uses of Foundation, declared by hand, to build without Apple's SDK. GNUstep brings its own.

#import <CoreFoundation/CoreFoundation.h>
#include <stddef.h>

#if defined(__arm64__)
typedef _Bool BOOL;
#else
typedef signed char BOOL;
#endif
#define YES ((BOOL)1)
#define NO ((BOOL)0)
#define nil ((id)0)

typedef long NSInteger;
typedef unsigned long NSUInteger;
typedef double NSTimeInterval;
typedef unsigned short unichar;

typedef struct {
  NSUInteger location;
  NSUInteger length;
} NSRange;

static inline NSRange NSMakeRange(NSUInteger location, NSUInteger length) {
  const NSRange range = {location, length};
  return range;
}

typedef struct {
  NSInteger majorVersion;
  NSInteger minorVersion;
  NSInteger patchVersion;
} NSOperatingSystemVersion;

typedef struct {
  unsigned long state;
  id *itemsPtr;
  unsigned long *mutationsPtr;
  unsigned long extra[5];
} NSFastEnumerationState;

@class NSArray, NSDate, NSDictionary, NSString, NSURL;

@protocol NSObject
- (BOOL)isKindOfClass:(Class)aClass;
- (BOOL)respondsToSelector:(SEL)aSelector;
- (id)performSelector:(SEL)aSelector;
- (instancetype)self;
- (instancetype)retain;
- (oneway void)release;
- (instancetype)autorelease;
@end

__attribute__((objc_root_class))
@interface NSObject <NSObject>
+ (instancetype)alloc;
+ (Class)class;
- (instancetype)init;
- (void)dealloc;
- (id)copy;
- (void)performSelectorOnMainThread:(SEL)aSelector withObject:(id)arg waitUntilDone:(BOOL)wait;
- (void)setValue:(id)value forKey:(NSString *)key;
@end

@interface NSString : NSObject
@property(readonly) NSUInteger length;
@property(readonly) const char *UTF8String;
+ (instancetype)string;
+ (instancetype)stringWithFormat:(NSString *)format, ... __attribute__((format(__NSString__, 1, 2)));
- (instancetype)initWithCharacters:(const unichar *)characters length:(NSUInteger)length;
- (void)getCharacters:(unichar *)buffer range:(NSRange)range;
@end

@interface NSNumber : NSObject
@property(readonly, copy) NSString *stringValue;
+ (NSNumber *)numberWithBool:(BOOL)value;
+ (NSNumber *)numberWithDouble:(double)value;
@end

@interface NSData : NSObject
@end

@interface NSMutableData : NSData
@property(readonly) void *mutableBytes;
+ (instancetype)dataWithLength:(NSUInteger)length;
@end

@interface NSDate : NSObject
@property(class, readonly, copy) NSDate *distantPast;
@end

@interface NSArray : NSObject
@property(readonly) NSUInteger count;
+ (instancetype)arrayWithObjects:(const id[])objects count:(NSUInteger)count;
- (NSString *)componentsJoinedByString:(NSString *)separator;
- (NSUInteger)countByEnumeratingWithState:(NSFastEnumerationState *)state
                                  objects:(id __unsafe_unretained[])buffer
                                    count:(NSUInteger)length;
@end

@interface NSMutableArray : NSArray
+ (instancetype)array;
- (void)addObject:(id)anObject;
@end

@interface NSDictionary : NSObject
@property(readonly) NSUInteger count;
@property(readonly, copy) NSArray *allValues;
+ (instancetype)dictionaryWithContentsOfURL:(NSURL *)url;
- (id)objectForKey:(id)aKey;
- (NSUInteger)countByEnumeratingWithState:(NSFastEnumerationState *)state
                                  objects:(id __unsafe_unretained[])buffer
                                    count:(NSUInteger)length;
@end

@interface NSMutableDictionary : NSDictionary
+ (instancetype)dictionary;
- (void)setObject:(id)anObject forKey:(id)aKey;
- (void)removeObjectForKey:(id)aKey;
- (void)removeAllObjects;
@end

@interface NSURL : NSObject
@property(readonly, copy) NSString *scheme;
@property(readonly, copy) NSString *host;
+ (instancetype)URLWithString:(NSString *)URLString;
- (NSURL *)URLByAppendingPathComponent:(NSString *)pathComponent;
@end

@interface NSURLQueryItem : NSObject
- (instancetype)initWithName:(NSString *)name value:(NSString *)value;
@end

@interface NSHTTPURLResponse : NSObject
@property(readonly) NSInteger statusCode;
@property(readonly, copy) NSDictionary *allHeaderFields;
@end

@interface NSError : NSObject
@property(readonly, copy) NSString *domain;
@property(readonly) NSInteger code;
@property(readonly, copy) NSDictionary *userInfo;
@property(readonly, copy) NSString *localizedDescription;
@end

__attribute__((objc_exception))
@interface NSException : NSObject
@property(readonly, copy) NSString *name;
@property(readonly, copy) NSString *reason;
@end

@interface NSThread : NSObject
@property(class, readonly) BOOL isMainThread;
@end

@interface NSRunLoop : NSObject
@property(class, readonly) NSRunLoop *currentRunLoop;
- (BOOL)runMode:(NSString *)mode beforeDate:(NSDate *)limitDate;
@end

@interface NSProcessInfo : NSObject
@property(class, readonly) NSProcessInfo *processInfo;
@property(readonly) NSOperatingSystemVersion operatingSystemVersion;
@end

@interface NSBundle : NSObject
@property(class, readonly) NSBundle *mainBundle;
@property(readonly, copy) NSString *bundleIdentifier;
@end

extern NSString *const NSDefaultRunLoopMode;
extern NSString *const NSUnderlyingErrorKey;

extern void NSLog(NSString *format, ...) __attribute__((format(__NSString__, 1, 2)));
