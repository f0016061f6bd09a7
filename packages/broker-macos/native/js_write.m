#import "js_write.h"

#import "manual_memory.h"

napi_value ToNumber(napi_env env, double number) {
  napi_value value = NULL;
  napi_create_double(env, number, &value);
  return value;
}

napi_value NewObject(napi_env env) {
  napi_value object = NULL;
  napi_create_object(env, &object);
  return object;
}

void SetProperty(napi_env env, napi_value object, const char *name, napi_value value) {
  if (object != NULL && value != NULL) napi_set_named_property(env, object, name, value);
}

napi_value ToString(napi_env env, NSString *text) {
  napi_value value = NULL;
  if (text == nil) {
    napi_get_undefined(env, &value);
    return value;
  }
  const NSUInteger length = text.length;
  NSMutableData *buffer = [NSMutableData dataWithLength:(length + 1) * sizeof(unichar)];
  unichar *characters = buffer.mutableBytes;
  if (characters == NULL) return NULL;
  [text getCharacters:characters range:NSMakeRange(0, length)];
  napi_create_string_utf16(env, characters, length, &value);
  return value;
}

/// Nil for what is neither.
static NSString *TextOfOne(id value) {
  if ([value isKindOfClass:[NSString class]]) return value;
  if ([value isKindOfClass:[NSNumber class]]) return [value stringValue];
  return nil;
}

/// Nil for what is neither text nor a number nor an array of these.
static NSString *TextOf(id value) {
  if (![value isKindOfClass:[NSArray class]]) return TextOfOne(value);
  NSMutableArray *texts = [NSMutableArray array];
  for (id element in (NSArray *)value) {
    NSString *text = TextOfOne(element);
    if (text == nil) return nil;
    [texts addObject:text];
  }
  return [texts componentsJoinedByString:@","];
}

napi_value ToRecord(napi_env env, NSDictionary *entries) {
  napi_value record = NewObject(env);
  if (record == NULL) return NULL;
  for (id key in entries) {
    NSString *text = TextOf([entries objectForKey:key]);
    if (text == nil || ![key isKindOfClass:[NSString class]]) continue;
    // Defined, not set: the name is the extension's, and `__proto__` is a setter.
    const napi_property_descriptor entry = {
        .name = ToString(env, key),
        .value = ToString(env, text),
        .attributes = napi_default_jsproperty,
    };
    if (entry.name != NULL && entry.value != NULL) napi_define_properties(env, record, 1, &entry);
  }
  return record;
}

napi_value ToAnswer(napi_env env, NSHTTPURLResponse *response) {
  napi_value answer = NewObject(env);
  SetProperty(env, answer, "status", ToNumber(env, (double)response.statusCode));
  SetProperty(env, answer, "headers", ToRecord(env, response.allHeaderFields));
  return answer;
}

napi_value ToPending(napi_env env, double identifier, napi_value answer) {
  napi_value pending = NewObject(env);
  SetProperty(env, pending, "id", ToNumber(env, identifier));
  SetProperty(env, pending, "answer", answer);
  return pending;
}
