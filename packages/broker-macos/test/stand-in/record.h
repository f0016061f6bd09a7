#pragma once

#import <Foundation/Foundation.h>

/// Adds a line to the file that AUTHBROKER_STAND_IN_RECORD names: a JSON object of the event, its details, and the
/// thread that this is, `main` or `background`. Does nothing where no file is named.
void StandInRecord(NSString *event, NSDictionary *details);
