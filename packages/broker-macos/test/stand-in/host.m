// An addon that stands in for a host with an application of its own, as Electron is: its run loop, its windows.

#import <Foundation/Foundation.h>
#include <node_api.h>
#include <string.h>

#import "app_kit.h"
#import "rehearsal.h"

/// setRunning(running: boolean): the application runs its run loop from now on, or has stopped. Makes the application.
static napi_value SetRunning(napi_env env, napi_callback_info info) {
  @autoreleasepool {
    size_t argc = 1;
    napi_value argument;
    bool running = false;
    napi_get_cb_info(env, info, &argc, &argument, NULL, NULL);
    napi_get_value_bool(env, argument, &running);
    [[NSApplication sharedApplication] setRunning:running];
  }
  return NULL;
}

/// serve(): what the run loop of the application does in one turn. It returns at once.
static napi_value Serve(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  @autoreleasepool {
    [[NSRunLoop mainRunLoop] runMode:NSDefaultRunLoopMode beforeDate:[NSDate distantPast]];
  }
  return NULL;
}

/// createView(window?: string): Buffer. The pointer to a view in a window with that title, or in none. The view stays.
static napi_value CreateView(napi_env env, napi_callback_info info) {
  @autoreleasepool {
    size_t argc = 1;
    napi_value argument;
    char title[64];
    NSWindow *window = nil;
    napi_get_cb_info(env, info, &argc, &argument, NULL, NULL);
    if (napi_get_value_string_utf8(env, argument, title, sizeof(title), NULL) == napi_ok) {
      window = [[[StandInWindow alloc] initWithTitle:[NSString stringWithUTF8String:title]] autorelease];
    }
    NSView *view = [[StandInView alloc] initWithWindow:window];
    napi_value pointer = NULL;
    napi_create_buffer_copy(env, sizeof(view), &view, NULL, &pointer);
    return pointer;
  }
}

/// destroyView(view: Buffer): the host lets go of the view.
static napi_value DestroyView(napi_env env, napi_callback_info info) {
  @autoreleasepool {
    size_t argc = 1;
    napi_value argument;
    void *bytes = NULL;
    NSView *view = nil;
    napi_get_cb_info(env, info, &argc, &argument, NULL, NULL);
    if (napi_get_buffer_info(env, argument, &bytes, NULL) == napi_ok) memcpy(&view, bytes, sizeof(view));
    [view release];
  }
  return NULL;
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {.utf8name = "setRunning", .method = SetRunning, .attributes = napi_enumerable},
      {.utf8name = "serve", .method = Serve, .attributes = napi_enumerable},
      {.utf8name = "createView", .method = CreateView, .attributes = napi_enumerable},
      {.utf8name = "destroyView", .method = DestroyView, .attributes = napi_enumerable},
  };
  // It also makes this thread the main one to GNUstep, which takes the one that uses it first.
  StandInRehearse();
  return napi_define_properties(env, exports, sizeof(functions) / sizeof(functions[0]), functions) == napi_ok ? exports
                                                                                                               : NULL;
}
