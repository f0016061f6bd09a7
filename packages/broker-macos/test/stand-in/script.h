#pragma once

#import <Foundation/Foundation.h>

/// The script, read anew: the JSON object in the file that AUTHBROKER_STAND_IN_SCRIPT names. Empty where none is named.
/// A file that is no JSON object ends the process, and says so.
NSDictionary *StandInScript(void);

/// What the script says of an operation; nil where it says nothing. Of a list, each call gets the next, and the last one
/// from then on.
NSDictionary *StandInStep(NSString *operation);

/// Raises an NSException when the script has a reason for it under the name of the method.
void StandInRaise(NSString *method);

/// The version that the script gives this macOS, 15.5.0 where it gives none.
NSOperatingSystemVersion StandInVersion(void);
