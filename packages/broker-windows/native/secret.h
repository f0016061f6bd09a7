#pragma once

#include <windows.h>

#include <string>
#include <utility>

namespace authbroker {

/// A text that may be a token: it can be moved and not copied, and its memory is wiped when it ends. Windows' own
/// copies are not this addon's to wipe: an HSTRING is shared and never changes.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::wstring text) : text_(std::move(text)) {}
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.Wipe(); }
  Secret& operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    Wipe();
    text_ = std::move(other.text_);
    other.Wipe();
    return *this;
  }
  ~Secret() { Wipe(); }

  const std::wstring& text() const { return text_; }

 private:
  void Wipe() {
    // All of the memory: a string that was moved from keeps a short text there.
    text_.resize(text_.capacity());
    SecureZeroMemory(text_.data(), text_.size() * sizeof(wchar_t));
    text_.clear();
  }

  std::wstring text_;
};

}  // namespace authbroker
