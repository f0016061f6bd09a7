#include "core_manager.h"

namespace stand_in {

CoreManager::CoreManager(std::shared_ptr<const Script> script)
    : ScriptedObject(kWebCore, L"WebAuthenticationCoreManager", std::move(script)) {}

HRESULT CoreManager::ActivateInstance(IInspectable** instance) {
  *instance = nullptr;
  return E_NOTIMPL;
}

bool CoreManager::Refuses(REFIID iid) const {
  return Lacks<wam::IWebAuthenticationCoreManagerStatics4>(iid, L"IWebAuthenticationCoreManagerStatics4") ||
         Lacks<wam::IWebAuthenticationCoreManagerInterop>(iid, L"IWebAuthenticationCoreManagerInterop");
}

}  // namespace stand_in
