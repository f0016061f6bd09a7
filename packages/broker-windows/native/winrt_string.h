#pragma once

#include <string>

#include "system_libraries.h"

namespace authbroker {

/// Lends a text to WinRT without copying it. The text must outlive the object, and hold no NUL.
class HStringReference {
 public:
  HStringReference(const Combase& combase, const std::wstring& text) {
    // Fails only for a text without a NUL at its end, which std::wstring has.
    combase.WindowsCreateStringReference(text.c_str(), static_cast<UINT32>(text.size()), &header_, &string_);
  }
  HStringReference(const HStringReference&) = delete;
  HStringReference& operator=(const HStringReference&) = delete;

  HSTRING get() const { return string_; }

 private:
  HSTRING_HEADER header_{};
  HSTRING string_ = nullptr;
};

/// Owns a string that WinRT gave.
class HString {
 public:
  explicit HString(const Combase& combase) : combase_(combase) {}
  HString(const HString&) = delete;
  HString& operator=(const HString&) = delete;
  ~HString() { combase_.WindowsDeleteString(string_); }

  /// The place for a call to put the string; for one call only.
  HSTRING* Put() { return &string_; }

  std::wstring ToString() const {
    UINT32 length = 0;
    const wchar_t* text = combase_.WindowsGetStringRawBuffer(string_, &length);
    return std::wstring(text, length);
  }

 private:
  const Combase& combase_;
  HSTRING string_ = nullptr;
};

}  // namespace authbroker
