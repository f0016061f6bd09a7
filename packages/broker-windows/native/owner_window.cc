#include "owner_window.h"

namespace authbroker {

OwnerWindow::~OwnerWindow() {
  if (is_ours_) user32_.DestroyWindow(window_);
}

MaybeFailure OwnerWindow::Open(const ParentWindow& parent) {
  if (const auto* window = std::get_if<HWND>(&parent)) {
    window_ = *window;
    if (user32_.IsWindow(window_)) return std::nullopt;
    return Failure{FailureCode::kWindowNotFound, L"\"parentWindow\" is no window, or not any more."};
  }
  if (std::holds_alternative<ConsoleWindow>(parent)) window_ = VisibleConsole();
  return window_ == nullptr ? Make() : std::nullopt;
}

/// Null where there is none: a program without a console, or Windows Terminal, whose window is not the console's.
HWND OwnerWindow::VisibleConsole() const {
  const HWND console = GetConsoleWindow();
  if (console == nullptr) return nullptr;
  const HWND root_owner = user32_.GetAncestor(console, GA_ROOTOWNER);
  return root_owner != nullptr && user32_.IsWindowVisible(root_owner) ? root_owner : nullptr;
}

/// Makes a window that nobody sees, in the middle of the screen, where the broker then puts its own.
MaybeFailure OwnerWindow::Make() {
  const int x = user32_.GetSystemMetrics(SM_CXSCREEN) / 2;
  const int y = user32_.GetSystemMetrics(SM_CYSCREEN) / 2;
  // Of a class of the system's: one of our own would have to be taken back when the last environment ends.
  window_ = user32_.CreateWindowExW(WS_EX_TOOLWINDOW, L"STATIC", L"", WS_POPUP, x, y, 1, 1, nullptr, nullptr, nullptr,
                                    nullptr);
  if (window_ == nullptr) return LastCallFailed("CreateWindowExW");
  is_ours_ = true;
  return std::nullopt;
}

}  // namespace authbroker
