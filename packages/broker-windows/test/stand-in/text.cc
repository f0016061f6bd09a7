#include "text.h"

#include <winstring.h>

namespace stand_in {

std::wstring ToText(HSTRING string) {
  UINT32 length = 0;
  const wchar_t* text = WindowsGetStringRawBuffer(string, &length);
  return {text, length};
}

HRESULT ToHString(const std::wstring& text, HSTRING* string) {
  if (string == nullptr) return E_POINTER;
  return WindowsCreateString(text.data(), static_cast<UINT32>(text.size()), string);
}

std::wstring EnvironmentVariable(const wchar_t* name) {
  std::wstring value(32767, L'\0');
  value.resize(GetEnvironmentVariableW(name, value.data(), static_cast<DWORD>(value.size())));
  return value;
}

}  // namespace stand_in
