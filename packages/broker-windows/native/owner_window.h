#pragma once

#include <windows.h>

#include "failure.h"
#include "requests.h"
#include "system_libraries.h"

namespace authbroker {

/// The window that the broker's window belongs to, for as long as the object lives. Created and destroyed on one
/// thread: a window of our own belongs to it.
class OwnerWindow {
 public:
  explicit OwnerWindow(const User32& user32) : user32_(user32) {}
  OwnerWindow(const OwnerWindow&) = delete;
  OwnerWindow& operator=(const OwnerWindow&) = delete;
  ~OwnerWindow();

  /// Takes the caller's window, or the console's root owner where it is visible, or makes a small one.
  MaybeFailure Open(const ParentWindow& parent);

  HWND get() const { return window_; }

 private:
  HWND VisibleConsole() const;
  MaybeFailure Make();

  const User32& user32_;
  HWND window_ = nullptr;
  bool is_ours_ = false;
};

}  // namespace authbroker
