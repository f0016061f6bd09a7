#include "provider.h"

namespace stand_in {

Provider::Provider(ProviderEntry entry, std::wstring authority, std::shared_ptr<const Script> script)
    : ScriptedObject(kCredentials, L"WebAccountProvider", std::move(script)),
      entry_(std::move(entry)),
      authority_(std::move(authority)) {}

HRESULT Provider::get_Id(HSTRING* id) {
  return AnswerText(L"Id", entry_.id, id);
}

HRESULT Provider::get_DisplayName(HSTRING* display_name) {
  return AnswerText(L"DisplayName", entry_.display_name, display_name);
}

HRESULT Provider::get_IconUri(IInspectable** icon_uri) {
  *icon_uri = nullptr;
  return E_NOTIMPL;
}

HRESULT Provider::get_DisplayPurpose(HSTRING* display_purpose) {
  return AnswerText(L"DisplayPurpose", L"", display_purpose);
}

HRESULT Provider::get_Authority(HSTRING* authority) {
  return AnswerText(L"Authority", authority_, authority);
}

bool Provider::Refuses(REFIID iid) const {
  return Lacks<wam::IWebAccountProvider2>(iid, L"IWebAccountProvider2");
}

ComPtr<Provider> FindProvider(const std::shared_ptr<const Script>& script, const std::wstring& id,
                              const std::optional<std::wstring>& authority) {
  for (const ProviderEntry& entry : script->providers) {
    if (entry.id != id) continue;
    if (authority && entry.authority && *authority != *entry.authority) continue;
    return New<Provider>(entry, authority.value_or(entry.authority.value_or(L"")), script);
  }
  return nullptr;
}

}  // namespace stand_in
