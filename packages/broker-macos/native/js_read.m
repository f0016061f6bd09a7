#import "js_read.h"

#import "manual_memory.h"

static const double kLongestLimitMs = UINT32_MAX;

static void ThrowTypeError(napi_env env, NSString *field, NSString *what) {
  NSString *message = [NSString stringWithFormat:@"\"%@\" must %@", field, what];
  napi_throw_type_error(env, NULL, message.UTF8String);
}

static napi_valuetype TypeOf(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  return type;
}

static BOOL HasLoneSurrogate(const unichar *text, size_t length) {
  for (size_t i = 0; i < length; ++i) {
    if (text[i] < 0xD800 || text[i] > 0xDFFF) continue;
    const BOOL high = text[i] < 0xDC00;
    ++i;
    if (!high || i == length || text[i] < 0xDC00 || text[i] > 0xDFFF) return YES;
  }
  return NO;
}

static BOOL HasNul(const unichar *text, size_t length) {
  for (size_t i = 0; i < length; ++i) {
    if (text[i] == 0) return YES;
  }
  return NO;
}

NSString *ReadString(napi_env env, napi_value value, NSString *field) {
  size_t length = 0;
  if (TypeOf(env, value) != napi_string || napi_get_value_string_utf16(env, value, NULL, 0, &length) != napi_ok) {
    ThrowTypeError(env, field, @"be a string");
    return nil;
  }
  // Node-API writes a NUL behind the text.
  NSMutableData *buffer = [NSMutableData dataWithLength:(length + 1) * sizeof(unichar)];
  unichar *text = buffer.mutableBytes;
  if (text == NULL || napi_get_value_string_utf16(env, value, text, length + 1, &length) != napi_ok) {
    ThrowTypeError(env, field, @"be shorter");
    return nil;
  }
  if (HasNul(text, length)) {
    ThrowTypeError(env, field, @"not contain a NUL character");
    return nil;
  }
  if (HasLoneSurrogate(text, length)) {
    ThrowTypeError(env, field, @"not contain a lone surrogate");
    return nil;
  }
  return [[[NSString alloc] initWithCharacters:text length:length] autorelease];
}

NSURL *ReadURL(napi_env env, napi_value value, NSString *field) {
  NSString *text = ReadString(env, value, field);
  if (text == nil) return nil;
  NSURL *url = [NSURL URLWithString:text];
  if (url.scheme == nil || url.host == nil) {
    ThrowTypeError(env, field, @"be an absolute URL");
    return nil;
  }
  return url;
}

static NSURLQueryItem *ReadOption(napi_env env, napi_value value, NSString *field) {
  bool isArray = false;
  uint32_t length = 0;
  napi_is_array(env, value, &isArray);
  if (!isArray || napi_get_array_length(env, value, &length) != napi_ok || length != 2) {
    ThrowTypeError(env, field, @"be an array of a name and a value");
    return nil;
  }
  NSString *strings[2];
  for (uint32_t i = 0; i < 2; ++i) {
    napi_value element;
    if (napi_get_element(env, value, i, &element) != napi_ok) return nil;
    strings[i] = ReadString(env, element, [NSString stringWithFormat:@"%@[%u]", field, i]);
    if (strings[i] == nil) return nil;
  }
  return [[[NSURLQueryItem alloc] initWithName:strings[0] value:strings[1]] autorelease];
}

static NSArray *ReadOptions(napi_env env, napi_value value) {
  bool isArray = false;
  uint32_t length = 0;
  napi_is_array(env, value, &isArray);
  if (!isArray || napi_get_array_length(env, value, &length) != napi_ok) {
    ThrowTypeError(env, @"options", @"be an array");
    return nil;
  }
  NSMutableArray *options = [NSMutableArray array];
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element;
    if (napi_get_element(env, value, i, &element) != napi_ok) return nil;
    NSURLQueryItem *option = ReadOption(env, element, [NSString stringWithFormat:@"options[%u]", i]);
    if (option == nil) return nil;
    [options addObject:option];
  }
  return options;
}

/// NULL in `view` where there is none.
static BOOL ReadView(napi_env env, napi_value value, NSView **view) {
  *view = nil;
  if (TypeOf(env, value) == napi_undefined) return YES;
  bool isTypedArray = false;
  napi_typedarray_type type = napi_int8_array;
  size_t length = 0;
  void *bytes = NULL;
  napi_is_typedarray(env, value, &isTypedArray);
  if (isTypedArray) napi_get_typedarray_info(env, value, &type, &length, &bytes, NULL, NULL);
  if (type != napi_uint8_array || length != sizeof(*view)) {
    ThrowTypeError(env, @"view", @"be a Uint8Array of 8 bytes");
    return NO;
  }
  // The bytes may lie anywhere.
  __builtin_memcpy(view, bytes, sizeof(*view));
  if (*view == nil) {
    ThrowTypeError(env, @"view", @"point to an NSView");
    return NO;
  }
  return YES;
}

static BOOL ReadLimit(napi_env env, napi_value value, double *limit) {
  double milliseconds = -1;
  napi_get_value_double(env, value, &milliseconds);
  // Written so that NaN is refused too.
  if (!(milliseconds >= 0 && milliseconds <= kLongestLimitMs)) {
    ThrowTypeError(env, @"timeoutMs", @"be a number of milliseconds from 0 to 4294967295");
    return NO;
  }
  // A part of a millisecond is rounded up, so that it stays a limit.
  const double whole = (uint32_t)milliseconds;
  *limit = whole < milliseconds ? whole + 1 : whole;
  return YES;
}

AuthbrokerSsoRequest *ReadRequest(napi_env env, napi_value value, double *limit) {
  if (TypeOf(env, value) != napi_object) {
    ThrowTypeError(env, @"request", @"be an object");
    return nil;
  }
  // One that cannot be had is a getter that threw; its exception is pending.
  napi_value field;
  if (napi_get_named_property(env, value, "url", &field) != napi_ok) return nil;
  NSURL *url = ReadURL(env, field, @"url");
  if (url == nil || napi_get_named_property(env, value, "operation", &field) != napi_ok) return nil;
  NSString *operation = ReadString(env, field, @"operation");
  if (operation == nil || napi_get_named_property(env, value, "options", &field) != napi_ok) return nil;
  NSArray *options = ReadOptions(env, field);
  if (options == nil || napi_get_named_property(env, value, "userInterface", &field) != napi_ok) return nil;
  bool userInterface = false;
  if (napi_get_value_bool(env, field, &userInterface) != napi_ok) {
    ThrowTypeError(env, @"userInterface", @"be true or false");
    return nil;
  }
  if (napi_get_named_property(env, value, "timeoutMs", &field) != napi_ok || !ReadLimit(env, field, limit)) return nil;
  // Last, so that no getter runs between reading the pointer and keeping what it points to.
  NSView *view = nil;
  if (napi_get_named_property(env, value, "view", &field) != napi_ok || !ReadView(env, field, &view)) return nil;
  return [[[AuthbrokerSsoRequest alloc] initWithURL:url
                                          operation:operation
                                            options:options
                                      userInterface:userInterface
                                               view:view] autorelease];
}

BOOL ReadIdentifier(napi_env env, napi_value value, double *identifier) {
  *identifier = 0;
  napi_get_value_double(env, value, identifier);
  if (*identifier >= 1) return YES;
  ThrowTypeError(env, @"id", @"be the id of an operation");
  return NO;
}
