#pragma once

typedef enum {
  /// There is no NSApplication: plain Node.js.
  kApplicationNone,
  /// There is one, and its run loop does not run.
  kApplicationIdle,
  /// Its run loop runs: Electron.
  kApplicationRunning,
} ApplicationState;

ApplicationState CurrentApplicationState(void);

/// Serves what waits for the main run loop, AppKit's events among it, and returns at once. Does nothing on other
/// threads, and where the application's run loop runs.
void PumpMainRunLoop(void);
