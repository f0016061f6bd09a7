#pragma once

#include <memory>
#include <string>
#include <utility>

#include "object.h"
#include "script.h"

namespace stand_in {

/// An object whose calls the script can have fail or answer null, and whose interfaces it can refuse. A call is named
/// after its class and member, as in `WebTokenResponse.Token`.
template <class... Interfaces>
class ScriptedObject : public Object<Interfaces...> {
 protected:
  ScriptedObject(const std::wstring& name_space, const wchar_t* name, std::shared_ptr<const Script> script)
      : Object<Interfaces...>(name_space + L"." + name), prefix_(std::wstring(name) + L"."), script_(std::move(script)) {}

  const std::shared_ptr<const Script>& script() const { return script_; }

  /// S_OK, or how the call of a member fails.
  HRESULT ResultOf(const wchar_t* member) const { return script_->ResultOf(prefix_ + member); }

  HRESULT AnswerText(const wchar_t* member, const std::wstring& text, HSTRING* string) const {
    if (string == nullptr) return E_POINTER;
    *string = nullptr;
    const HRESULT result = ResultOf(member);
    if (FAILED(result)) return result;
    return script_->AnswersNull(prefix_ + member) ? S_OK : ToHString(text, string);
  }

  template <class Value>
  HRESULT AnswerValue(const wchar_t* member, Value value, Value* out) const {
    if (out == nullptr) return E_POINTER;
    *out = value;
    return ResultOf(member);
  }

  template <class Class, class Interface>
  HRESULT AnswerObject(const wchar_t* member, const ComPtr<Class>& object, Interface** out) const {
    if (out == nullptr) return E_POINTER;
    *out = nullptr;
    const HRESULT result = ResultOf(member);
    if (FAILED(result)) return result;
    return script_->AnswersNull(prefix_ + member) ? S_OK : HandOut(object, out);
  }

  /// For `Refuses`: whether the script has an older Windows, without an interface.
  template <class Interface>
  bool Lacks(REFIID iid, const wchar_t* name) const {
    return iid == wam::kIid<Interface> && script_->refused_interfaces.count(name) != 0;
  }

 private:
  const std::wstring prefix_;
  const std::shared_ptr<const Script> script_;
};

inline constexpr wchar_t kCredentials[] = L"Windows.Security.Credentials";
inline constexpr wchar_t kWebCore[] = L"Windows.Security.Authentication.Web.Core";

}  // namespace stand_in
