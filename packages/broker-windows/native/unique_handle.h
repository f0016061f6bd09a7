#pragma once

#include <windows.h>

#include <memory>

namespace authbroker {

struct HandleClose {
  void operator()(HANDLE handle) const { CloseHandle(handle); }
};

/// Owns a kernel object whose absence is a null handle: an event, a thread, a token.
using UniqueHandle = std::unique_ptr<void, HandleClose>;

/// An event that stays set; null when Windows has no memory for it.
inline UniqueHandle MakeEvent() { return UniqueHandle(CreateEventW(nullptr, TRUE, FALSE, nullptr)); }

}  // namespace authbroker
