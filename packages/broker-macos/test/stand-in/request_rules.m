#import "request_rules.h"

/// What the parser of each request reads first, in its order. Alternatives are joined with a bar.
static NSDictionary *WantedOptions(void) {
  return @{
    @"refresh" : @[ @"authority", @"provider_type", @"client_id", @"redirect_uri", @"username|home_account_id" ],
    @"login" : @[ @"authority", @"provider_type", @"client_id", @"redirect_uri" ],
    @"get_accounts_operation" : @[ @"client_id" ],
    @"remove_account_operation" : @[ @"client_id", @"username|home_account_id" ],
    @"signout_account_operation" :
        @[ @"client_id", @"username|home_account_id", @"authority", @"provider_type", @"redirect_uri" ],
    @"get_device_info" : @[],
    @"get_default_account" : @[],
    @"get_sso_cookies" : @[ @"sso_url", @"types_of_header" ],
  };
}

static BOOL HasOneOf(StandInRequest *request, NSString *names) {
  for (NSString *name in [names componentsSeparatedByString:@"|"]) {
    if ([request option:name].length > 0) return YES;
  }
  return NO;
}

NSString *MissingOption(StandInRequest *request) {
  NSArray *wanted = [WantedOptions() objectForKey:request.requestedOperation];
  if (wanted == nil) return nil;
  for (NSString *names in [@[ @"msg_protocol_ver" ] arrayByAddingObjectsFromArray:wanted]) {
    if (!HasOneOf(request, names)) return names;
  }
  return nil;
}
