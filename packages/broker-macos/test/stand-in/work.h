#pragma once

/// Around what a thread of the stand-in does. When the process exits, threads finish that and then do nothing more: GNUstep
/// frees at exit what its classes share, which Apple's Foundation does not.
void StandInBeginWork(void);
void StandInEndWork(void);
