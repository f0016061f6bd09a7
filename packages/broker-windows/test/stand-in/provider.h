#pragma once

#include "scripted_object.h"

namespace stand_in {

/// A `WebAccountProvider`.
class Provider final : public ScriptedObject<wam::IWebAccountProvider, wam::IWebAccountProvider2> {
 public:
  Provider(ProviderEntry entry, std::wstring authority, std::shared_ptr<const Script> script);

  const std::wstring& id() const { return entry_.id; }
  const std::wstring& authority() const { return authority_; }

  HRESULT STDMETHODCALLTYPE get_Id(HSTRING* id) override;
  HRESULT STDMETHODCALLTYPE get_DisplayName(HSTRING* display_name) override;
  HRESULT STDMETHODCALLTYPE get_IconUri(IInspectable** icon_uri) override;
  HRESULT STDMETHODCALLTYPE get_DisplayPurpose(HSTRING* display_purpose) override;
  HRESULT STDMETHODCALLTYPE get_Authority(HSTRING* authority) override;

 private:
  bool Refuses(REFIID iid) const override;

  const ProviderEntry entry_;
  const std::wstring authority_;
};

/// The provider of an id and an authority, if one was given; null when this Windows has none.
ComPtr<Provider> FindProvider(const std::shared_ptr<const Script>& script, const std::wstring& id,
                              const std::optional<std::wstring>& authority);

}  // namespace stand_in
