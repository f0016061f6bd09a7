#import "manual_memory.h"

void ReleaseOnMainThread(id object) {
  // -self does nothing, but is sent on the main thread, which keeps the object until then.
  if (![NSThread isMainThread]) {
    [object performSelectorOnMainThread:@selector(self) withObject:nil waitUntilDone:NO];
  }
  [object release];
}
