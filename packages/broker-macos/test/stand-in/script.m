#import "script.h"

#include <stdio.h>
#include <stdlib.h>

static NSString *const kVersion = @"15.5.0";

NSDictionary *StandInScript(void) {
  const char *path = getenv("AUTHBROKER_STAND_IN_SCRIPT");
  if (path == NULL || *path == '\0') return [NSDictionary dictionary];
  NSData *data = [NSData dataWithContentsOfFile:[NSString stringWithUTF8String:path]];
  NSError *error = nil;
  id script = data == nil ? nil : [NSJSONSerialization JSONObjectWithData:data options:0 error:&error];
  if ([script isKindOfClass:[NSDictionary class]]) return script;
  fprintf(stderr, "AUTHBROKER_STAND_IN_SCRIPT: %s holds no JSON object.\n", path);
  abort();
}

/// How often an operation was asked for in this process.
static NSUInteger CountCall(NSString *operation) {
  static NSCountedSet *calls = nil;
  @synchronized([NSCountedSet class]) {
    if (calls == nil) calls = [[NSCountedSet alloc] init];
    [calls addObject:operation];
    return [calls countForObject:operation];
  }
}

NSDictionary *StandInStep(NSString *operation) {
  id steps = [[StandInScript() objectForKey:@"operations"] objectForKey:operation];
  if (![steps isKindOfClass:[NSArray class]]) return steps;
  const NSUInteger call = CountCall(operation);
  return [steps objectAtIndex:call < [steps count] ? call - 1 : [steps count] - 1];
}

void StandInRaise(NSString *method) {
  NSString *reason = [[StandInScript() objectForKey:@"exceptions"] objectForKey:method];
  if (reason != nil) [NSException raise:NSInternalInconsistencyException format:@"%@", reason];
}

NSOperatingSystemVersion StandInVersion(void) {
  NSString *given = [StandInScript() objectForKey:@"macosVersion"];
  NSArray *parts = [given == nil ? kVersion : given componentsSeparatedByString:@"."];
  NSInteger numbers[3] = {0, 0, 0};
  for (NSUInteger i = 0; i < 3 && i < parts.count; ++i) numbers[i] = [[parts objectAtIndex:i] integerValue];
  const NSOperatingSystemVersion version = {numbers[0], numbers[1], numbers[2]};
  return version;
}
