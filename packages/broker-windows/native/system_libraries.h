#pragma once

#include <windows.h>

#include <roapi.h>
#include <winstring.h>

namespace authbroker {

// The libraries of Windows that the addon uses beyond KERNEL32. They are looked up when they are needed and not
// imported: the addon then loads on every Windows, and "there is no WinRT here" is an ordinary error. Each is looked
// for in the system's folder alone, and kept as long as the process lives.

/// combase.dll: WinRT's ground.
struct Combase {
  decltype(&::RoInitialize) RoInitialize;
  decltype(&::RoUninitialize) RoUninitialize;
  decltype(&::RoGetActivationFactory) RoGetActivationFactory;
  decltype(&::WindowsCreateStringReference) WindowsCreateStringReference;
  decltype(&::WindowsDeleteString) WindowsDeleteString;
  decltype(&::WindowsGetStringRawBuffer) WindowsGetStringRawBuffer;

  /// Null where the library or one of the functions is not there.
  static const Combase* Find();
};

/// user32.dll: windows and their messages.
struct User32 {
  decltype(&::CreateWindowExW) CreateWindowExW;
  decltype(&::DestroyWindow) DestroyWindow;
  decltype(&::DispatchMessageW) DispatchMessageW;
  decltype(&::GetAncestor) GetAncestor;
  decltype(&::GetProcessWindowStation) GetProcessWindowStation;
  decltype(&::GetSystemMetrics) GetSystemMetrics;
  decltype(&::GetUserObjectInformationW) GetUserObjectInformationW;
  decltype(&::IsWindow) IsWindow;
  decltype(&::IsWindowVisible) IsWindowVisible;
  decltype(&::MsgWaitForMultipleObjectsEx) MsgWaitForMultipleObjectsEx;
  decltype(&::PeekMessageW) PeekMessageW;
  decltype(&::TranslateMessage) TranslateMessage;

  static const User32* Find();
};

/// advapi32.dll: the registry and this process's token.
struct Advapi32 {
  decltype(&::GetTokenInformation) GetTokenInformation;
  decltype(&::OpenProcessToken) OpenProcessToken;
  decltype(&::RegGetValueW) RegGetValueW;

  static const Advapi32* Find();
};

/// ntdll.dll: the version of Windows, which KERNEL32 tells only to programs whose manifest names that version.
struct Ntdll {
  LONG(WINAPI* RtlGetVersion)(OSVERSIONINFOEXW* version);

  static const Ntdll* Find();
};

}  // namespace authbroker
