#pragma once

#import <Foundation/Foundation.h>

#import "authentication_services.h"

/// The error of the script: `domain`, `code`, and as far as they are given `description`, `userInfo` and `underlying`,
/// another one.
NSError *StandInError(NSDictionary *error);

/// The error by which the extension refuses a request; nil when it takes it.
NSError *StandInRefusal(StandInRequest *request, NSDictionary *step);

/// What a step of the script answers to a request.
ASAuthorization *StandInAnswer(StandInRequest *request, NSDictionary *step);
