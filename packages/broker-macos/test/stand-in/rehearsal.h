#pragma once

/// Uses once what the stand-in uses, the first time that it is called. To be called before there are threads: GNUstep sets
/// a class up at its first use, under a lock of the Objective-C runtime and with locks of its own, so that two threads
/// that use two classes for the first time may wait for each other for ever. Apple's runtime has a lock for each class.
void StandInRehearse(void);
