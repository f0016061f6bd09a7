#import "manual_memory.h"

void ReleaseOnMainThread(id object) {
  if ([NSThread isMainThread]) {
    [object release];
  } else {
    // Not released here as well: the main thread may have done its part by then, and this be the last reference.
    [object performSelectorOnMainThread:@selector(release) withObject:nil waitUntilDone:NO];
  }
}
