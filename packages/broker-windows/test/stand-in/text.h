#pragma once

#include <windows.h>

#include <hstring.h>

#include <map>
#include <string>

namespace stand_in {

/// Strings by name: the properties of requests, responses, accounts and errors.
using Properties = std::map<std::wstring, std::wstring>;

/// The counted UTF-16 of an HSTRING, which may hold anything.
std::wstring ToText(HSTRING string);
/// Makes an `[out]` string, which belongs to the caller.
HRESULT ToHString(const std::wstring& text, HSTRING* string);
/// An environment variable as it is now; Node.js sets them with SetEnvironmentVariableW. Empty when there is none.
std::wstring EnvironmentVariable(const wchar_t* name);

}  // namespace stand_in
