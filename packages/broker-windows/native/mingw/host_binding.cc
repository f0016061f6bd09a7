// node-gyp brings a file like this one for MSVC.
#include <windows.h>

#include <delayimp.h>

#include <cstring>

namespace {

/// Node-API is in the program that loads this file, whatever its name is: node.exe, electron.exe or a renamed one.
FARPROC WINAPI BindToProgram(unsigned event, PDelayLoadInfo info) {
  if (event != dliNotePreLoadLibrary || _stricmp(info->szDll, "node.exe") != 0) return nullptr;
  return reinterpret_cast<FARPROC>(reinterpret_cast<void*>(GetModuleHandleW(nullptr)));
}

}  // namespace

extern "C" {
PfnDliHook __pfnDliNotifyHook2 = BindToProgram;
}
