#include "provider_error.h"

#include "string_map.h"

namespace stand_in {
namespace {

class ProviderError final : public ScriptedObject<wam::IWebProviderError> {
 public:
  ProviderError(const ErrorEntry& entry, std::shared_ptr<const Script> script)
      : ScriptedObject(kWebCore, L"WebProviderError", std::move(script)),
        code_(entry.code),
        message_(entry.message),
        properties_(New<StringMap>(entry.properties)) {}

  HRESULT STDMETHODCALLTYPE get_ErrorCode(UINT32* error_code) override {
    return AnswerValue(L"ErrorCode", code_, error_code);
  }

  HRESULT STDMETHODCALLTYPE get_ErrorMessage(HSTRING* error_message) override {
    return AnswerText(L"ErrorMessage", message_, error_message);
  }

  HRESULT STDMETHODCALLTYPE get_Properties(wam::IStringMap** properties) override {
    return AnswerObject(L"Properties", properties_, properties);
  }

 private:
  const UINT32 code_;
  const std::wstring message_;
  const ComPtr<StringMap> properties_;
};

}  // namespace

ComPtr<wam::IWebProviderError> NewProviderError(const std::optional<ErrorEntry>& entry,
                                                const std::shared_ptr<const Script>& script) {
  if (!entry) return nullptr;
  return New<ProviderError>(*entry, script);
}

}  // namespace stand_in
