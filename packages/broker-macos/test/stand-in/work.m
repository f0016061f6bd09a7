#import "work.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/// How long the end of the process waits for the threads, seconds: one of them may be what ends it.
static const time_t kPatience = 5;

static pthread_rwlock_t workers = PTHREAD_RWLOCK_INITIALIZER;

static void HoldWorkers(void) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += kPatience;
  pthread_rwlock_timedwrlock(&workers, &until);
}

/// Now, and not when the library is loaded: handlers run in reverse, and GNUstep has set up its own by now.
static void HoldWorkersAtExit(void) { atexit(HoldWorkers); }

void StandInBeginWork(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, HoldWorkersAtExit);
  pthread_rwlock_rdlock(&workers);
}

void StandInEndWork(void) { pthread_rwlock_unlock(&workers); }
