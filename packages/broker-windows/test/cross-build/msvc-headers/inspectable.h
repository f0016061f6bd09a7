#pragma once

#include <hstring.h>
#include <windows.h>

struct IInspectable : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetIids(ULONG* count, IID** iids) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetRuntimeClassName(HSTRING* class_name) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetTrustLevel(int* trust_level) = 0;
};
