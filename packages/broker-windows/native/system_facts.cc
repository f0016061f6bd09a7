#include "system_facts.h"

#include "system_libraries.h"
#include "unique_handle.h"

namespace authbroker {
namespace {

void ReadVersion(SystemFacts* facts) {
  const Ntdll* ntdll = Ntdll::Find();
  OSVERSIONINFOEXW version{};
  version.dwOSVersionInfoSize = sizeof version;
  if (ntdll == nullptr || ntdll->RtlGetVersion(&version) != 0) return;
  facts->build = version.dwBuildNumber;
  if (version.wProductType == VER_NT_SERVER) facts->product = "server";
  if (version.wProductType == VER_NT_DOMAIN_CONTROLLER) facts->product = "domain_controller";
}

std::wstring ReadInstallationType(const Advapi32& advapi32) {
  wchar_t text[64];
  DWORD bytes = sizeof text;
  // A 32-bit process is to see what a 64-bit one sees.
  const DWORD flags = RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY;
  const LSTATUS status =
      advapi32.RegGetValueW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion",
                            L"InstallationType", flags, nullptr, text, &bytes);
  return status == ERROR_SUCCESS ? text : std::wstring();
}

bool IsElevated(const Advapi32& advapi32) {
  HANDLE opened = nullptr;
  if (!advapi32.OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &opened)) return false;
  const UniqueHandle token(opened);
  TOKEN_ELEVATION elevation{};
  DWORD bytes = 0;
  return advapi32.GetTokenInformation(token.get(), TokenElevation, &elevation, sizeof elevation, &bytes) &&
         elevation.TokenIsElevated != 0;
}

bool IsWindowStationVisible(const User32& user32) {
  USEROBJECTFLAGS flags{};
  return user32.GetUserObjectInformationW(user32.GetProcessWindowStation(), UOI_FLAGS, &flags, sizeof flags, nullptr) &&
         (flags.dwFlags & WSF_VISIBLE) != 0;
}

}  // namespace

SystemFacts ReadSystemFacts() {
  SystemFacts facts;
  ReadVersion(&facts);
  if (const Advapi32* advapi32 = Advapi32::Find()) {
    facts.installation_type = ReadInstallationType(*advapi32);
    facts.elevated = IsElevated(*advapi32);
  }
  if (const User32* user32 = User32::Find()) facts.window_station_visible = IsWindowStationVisible(*user32);
  DWORD session_id = 0;
  if (ProcessIdToSessionId(GetCurrentProcessId(), &session_id)) facts.session_id = session_id;
  return facts;
}

}  // namespace authbroker
