/// As much of Windows' headers as wam_abi.h needs, for clang in the guise of Microsoft's compiler.
#pragma once

#define STDMETHODCALLTYPE __stdcall

using HRESULT = long;
using INT32 = int;
using UINT32 = unsigned int;
using ULONG = unsigned long;
using boolean = unsigned char;
using HWND = struct HWND__*;

struct GUID {
  unsigned long Data1;
  unsigned short Data2;
  unsigned short Data3;
  unsigned char Data4[8];
};
using IID = GUID;
#define REFIID const IID&

struct IUnknown {
  virtual HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) = 0;
  virtual ULONG STDMETHODCALLTYPE AddRef() = 0;
  virtual ULONG STDMETHODCALLTYPE Release() = 0;
};
