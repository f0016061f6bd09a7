#pragma once

#import "authentication_services.h"

/// The option that Microsoft's extension wants for a request and that is not there; nil when it has all. Operations that
/// are not the extension's are not looked at.
NSString *MissingOption(StandInRequest *request);
