#pragma once

#include <utility>

#include "wam_abi.h"

namespace authbroker {

/// Owns one reference to a COM object, or none.
template <class Interface>
class ComPtr {
 public:
  ComPtr() = default;
  ComPtr(const ComPtr& other) : pointer_(other.pointer_) {
    if (pointer_ != nullptr) pointer_->AddRef();
  }
  ComPtr(ComPtr&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  ComPtr& operator=(ComPtr other) noexcept {
    std::swap(pointer_, other.pointer_);
    return *this;
  }
  ~ComPtr() { Reset(); }

  /// Takes over the caller's reference.
  static ComPtr Adopt(Interface* pointer) {
    ComPtr adopted;
    adopted.pointer_ = pointer;
    return adopted;
  }

  Interface* get() const { return pointer_; }
  Interface* operator->() const { return pointer_; }
  Interface& operator*() const { return *pointer_; }
  explicit operator bool() const { return pointer_ != nullptr; }

  /// Lets go of the object, and gives the place for a call to put another.
  Interface** Put() {
    Reset();
    return &pointer_;
  }
  /// The same for the calls that take an IID.
  void** PutVoid() { return reinterpret_cast<void**>(Put()); }

  /// The same object by another interface; empty when it has none such.
  template <class Other>
  ComPtr<Other> As() const {
    ComPtr<Other> other;
    if (pointer_ != nullptr) pointer_->QueryInterface(wam::kIid<Other>, other.PutVoid());
    return other;
  }

 private:
  void Reset() {
    if (Interface* pointer = std::exchange(pointer_, nullptr)) pointer->Release();
  }

  Interface* pointer_ = nullptr;
};

}  // namespace authbroker
