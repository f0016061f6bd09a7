#pragma once

#include <wrl/client.h>

#include <atomic>
#include <string>

#include "../../native/wam_abi.h"
#include "text.h"

namespace stand_in {

using Microsoft::WRL::ComPtr;

/// Of WinRT, as winerror.h of MinGW does not name them all.
constexpr HRESULT kOutOfBounds = static_cast<HRESULT>(0x8000000B);
constexpr HRESULT kIllegalStateChange = static_cast<HRESULT>(0x8000000D);
constexpr HRESULT kIllegalMethodCall = static_cast<HRESULT>(0x8000000E);
constexpr HRESULT kIllegalDelegateAssignment = static_cast<HRESULT>(0x80000018);

namespace internal {
inline std::atomic<long> live_objects{0};
}

/// How many objects somebody holds a reference to; each line of the log has it, so that a test sees what leaks.
inline long LiveObjects() {
  return internal::live_objects;
}

/// An agile WinRT object with one identity, whichever of its interfaces it is reached by. `New` makes one.
template <class First, class... Rest>
class Object : public First, public Rest... {
 public:
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override {
    if (object == nullptr) return E_POINTER;
    *object = Refuses(iid) ? nullptr : Find(iid);
    if (*object == nullptr) return E_NOINTERFACE;
    ++references_;
    return S_OK;
  }

  ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

  ULONG STDMETHODCALLTYPE Release() override {
    const ULONG references = --references_;
    if (references == 0) delete this;
    return references;
  }

  HRESULT STDMETHODCALLTYPE GetIids(ULONG* count, IID** iids) override {
    *count = 0;
    *iids = nullptr;
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE GetRuntimeClassName(HSTRING* class_name) override {
    return ToHString(class_name_, class_name);
  }

  HRESULT STDMETHODCALLTYPE GetTrustLevel(TrustLevel* trust_level) override {
    *trust_level = BaseTrust;
    return S_OK;
  }

 protected:
  explicit Object(std::wstring class_name) : class_name_(std::move(class_name)) { ++internal::live_objects; }
  virtual ~Object() { --internal::live_objects; }

  /// Whether this object plays one of an older Windows, which does not know an interface.
  virtual bool Refuses(REFIID) const { return false; }

 private:
  void* Find(REFIID iid) {
    if (iid == wam::kIid<IUnknown> || iid == wam::kIid<IInspectable> || iid == wam::kIid<wam::IAgileObject>) {
      return static_cast<First*>(this);
    }
    void* found = iid == wam::kIid<First> ? static_cast<First*>(this) : nullptr;
    ((found = iid == wam::kIid<Rest> ? static_cast<void*>(static_cast<Rest*>(this)) : found), ...);
    return found;
  }

  std::wstring class_name_;
  std::atomic<ULONG> references_{0};
};

/// Makes an object, which is born without a reference: Attach of older MinGWs would add one.
template <class Class, class... Arguments>
ComPtr<Class> New(Arguments&&... arguments) {
  return ComPtr<Class>(new Class(std::forward<Arguments>(arguments)...));
}

/// Hands out one more reference, in an `[out]` parameter.
template <class Interface, class Class>
HRESULT HandOut(const ComPtr<Class>& object, Interface** out) {
  if (out == nullptr) return E_POINTER;
  *out = object.Get();
  if (*out != nullptr) (*out)->AddRef();
  return S_OK;
}

}  // namespace stand_in
