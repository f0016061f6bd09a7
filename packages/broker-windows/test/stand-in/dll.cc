// What combase.dll calls in a file that the registry names for a class of WinRT.
#include "core_manager.h"
#include "log.h"
#include "request.h"

using stand_in::ComPtr;

namespace {

/// Operations run on threads of this file, so it stays loaded.
void StayLoaded() {
  HMODULE module = nullptr;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                     reinterpret_cast<LPCWSTR>(&StayLoaded), &module);
}

}  // namespace

extern "C" {

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(HSTRING class_id, wam::IActivationFactory** factory) {
  if (factory == nullptr) return E_POINTER;
  *factory = nullptr;
  StayLoaded();
  const std::shared_ptr<const stand_in::Script> script = stand_in::Script::Current();
  if (!script->problem.empty()) {
    const std::wstring problem(script->problem.begin(), script->problem.end());
    stand_in::LogLine("problem").Text("problem", problem).WriteTo(script->log);
  }
  const std::wstring name = stand_in::ToText(class_id);
  const HRESULT result = script->ResultOf(name);
  if (FAILED(result)) return result;
  if (name == wam::kWebAuthenticationCoreManagerClass) {
    return stand_in::HandOut(stand_in::New<stand_in::CoreManager>(script), factory);
  }
  if (name == wam::kWebTokenRequestClass) {
    return stand_in::HandOut(stand_in::New<stand_in::RequestFactory>(script), factory);
  }
  return CLASS_E_CLASSNOTAVAILABLE;
}

__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow() {
  return S_FALSE;
}

}
