#include "apartment_spy.h"

#include <windows.h>

#include <objidl.h>

#include <atomic>
#include <utility>

namespace stand_in {
namespace {

/// COM lets go of it when the thread ends.
class ApartmentSpy final : public IInitializeSpy {
 public:
  explicit ApartmentSpy(std::function<void()> act) : act_(std::move(act)) {}

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override {
    const bool known = iid == __uuidof(IUnknown) || iid == __uuidof(IInitializeSpy);
    *object = known ? this : nullptr;
    if (known) AddRef();
    return known ? S_OK : E_NOINTERFACE;
  }
  ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() override {
    const ULONG references = --references_;
    if (references == 0) delete this;
    return references;
  }

  HRESULT STDMETHODCALLTYPE PreInitialize(DWORD, DWORD) override { return S_OK; }
  HRESULT STDMETHODCALLTYPE PostInitialize(HRESULT result, DWORD, DWORD) override { return result; }
  HRESULT STDMETHODCALLTYPE PreUninitialize(DWORD) override { return S_OK; }
  HRESULT STDMETHODCALLTYPE PostUninitialize(DWORD entered) override {
    if (entered == 0) act_();
    return S_OK;
  }

 private:
  ~ApartmentSpy() = default;

  std::atomic<ULONG> references_{1};
  const std::function<void()> act_;
};

}  // namespace

void WhenApartmentIsLeft(std::function<void()> act) {
  auto* spy = new ApartmentSpy(std::move(act));
  ULARGE_INTEGER cookie{};
  CoRegisterInitializeSpy(spy, &cookie);
  spy->Release();
}

}  // namespace stand_in
