#include "system_libraries.h"

#include <optional>

namespace authbroker {
namespace {

/// Finds functions of one library, and remembers whether one was missing.
class Lookup {
 public:
  explicit Lookup(const wchar_t* library)
      : library_(LoadLibraryExW(library, nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32)), complete_(library_ != nullptr) {}

  template <class Function>
  void Find(const char* name, Function* function) {
    if (!complete_) return;
    // By way of void*, which is how a compiler is told that the type is known.
    *function = reinterpret_cast<Function>(reinterpret_cast<void*>(GetProcAddress(library_, name)));
    complete_ = *function != nullptr;
  }

  bool complete() const { return complete_; }

 private:
  HMODULE library_;
  bool complete_;
};

std::optional<Combase> LookUpCombase() {
  Combase found{};
  Lookup lookup(L"combase.dll");
  lookup.Find("RoInitialize", &found.RoInitialize);
  lookup.Find("RoUninitialize", &found.RoUninitialize);
  lookup.Find("RoGetActivationFactory", &found.RoGetActivationFactory);
  lookup.Find("WindowsCreateStringReference", &found.WindowsCreateStringReference);
  lookup.Find("WindowsDeleteString", &found.WindowsDeleteString);
  lookup.Find("WindowsGetStringRawBuffer", &found.WindowsGetStringRawBuffer);
  return lookup.complete() ? std::optional(found) : std::nullopt;
}

std::optional<User32> LookUpUser32() {
  User32 found{};
  Lookup lookup(L"user32.dll");
  lookup.Find("CreateWindowExW", &found.CreateWindowExW);
  lookup.Find("DestroyWindow", &found.DestroyWindow);
  lookup.Find("DispatchMessageW", &found.DispatchMessageW);
  lookup.Find("GetAncestor", &found.GetAncestor);
  lookup.Find("GetProcessWindowStation", &found.GetProcessWindowStation);
  lookup.Find("GetSystemMetrics", &found.GetSystemMetrics);
  lookup.Find("GetUserObjectInformationW", &found.GetUserObjectInformationW);
  lookup.Find("IsWindow", &found.IsWindow);
  lookup.Find("IsWindowVisible", &found.IsWindowVisible);
  lookup.Find("MsgWaitForMultipleObjectsEx", &found.MsgWaitForMultipleObjectsEx);
  lookup.Find("PeekMessageW", &found.PeekMessageW);
  lookup.Find("TranslateMessage", &found.TranslateMessage);
  return lookup.complete() ? std::optional(found) : std::nullopt;
}

std::optional<Advapi32> LookUpAdvapi32() {
  Advapi32 found{};
  Lookup lookup(L"advapi32.dll");
  lookup.Find("GetTokenInformation", &found.GetTokenInformation);
  lookup.Find("OpenProcessToken", &found.OpenProcessToken);
  lookup.Find("RegGetValueW", &found.RegGetValueW);
  return lookup.complete() ? std::optional(found) : std::nullopt;
}

std::optional<Ntdll> LookUpNtdll() {
  Ntdll found{};
  Lookup lookup(L"ntdll.dll");
  lookup.Find("RtlGetVersion", &found.RtlGetVersion);
  return lookup.complete() ? std::optional(found) : std::nullopt;
}

/// The functions of a library, looked up by whoever asks first; null where they are not there. A static variable with an
/// initializer would do the same, and bring the library that throws where one fails.
template <class Library, std::optional<Library> (*LookUp)()>
const Library* FindOnce() {
  static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
  static std::optional<Library> found;
  BOOL pending = FALSE;
  InitOnceBeginInitialize(&once, 0, &pending, nullptr);
  if (pending) {
    found = LookUp();
    InitOnceComplete(&once, 0, nullptr);
  }
  return found ? &*found : nullptr;
}

}  // namespace

const Combase* Combase::Find() { return FindOnce<Combase, LookUpCombase>(); }
const User32* User32::Find() { return FindOnce<User32, LookUpUser32>(); }
const Advapi32* Advapi32::Find() { return FindOnce<Advapi32, LookUpAdvapi32>(); }
const Ntdll* Ntdll::Find() { return FindOnce<Ntdll, LookUpNtdll>(); }

}  // namespace authbroker
