// Makes a window, writes its handle to standard output, and keeps it until standard input ends.
//
//   owner-window.exe            an application: a visible window whose thread answers messages
//   owner-window.exe hidden     the same, but not visible
#include <windows.h>

#include <cstdio>
#include <cwchar>

namespace {

DWORD WINAPI CloseWithInput(void* window) {
  while (std::getchar() != EOF) {
  }
  PostMessageW(static_cast<HWND>(window), WM_CLOSE, 0, 0);
  return 0;
}

LRESULT CALLBACK HandleMessage(HWND window, UINT message, WPARAM word, LPARAM parameter) {
  if (message == WM_DESTROY) PostQuitMessage(0);
  return DefWindowProcW(window, message, word, parameter);
}

}  // namespace

int wmain(int count, wchar_t** words) {
  WNDCLASSW window_class{};
  window_class.lpfnWndProc = HandleMessage;
  window_class.hInstance = GetModuleHandleW(nullptr);
  window_class.lpszClassName = L"AuthbrokerTestOwner";
  if (RegisterClassW(&window_class) == 0) return 1;
  const HWND window = CreateWindowExW(0, window_class.lpszClassName, L"Owner", WS_OVERLAPPEDWINDOW, 0, 0, 200, 100,
                                      nullptr, nullptr, window_class.hInstance, nullptr);
  if (window == nullptr) return 2;
  if (count < 2 || std::wcscmp(words[1], L"hidden") != 0) ShowWindow(window, SW_SHOWNOACTIVATE);

  std::printf("%lld\n", static_cast<long long>(reinterpret_cast<LONG_PTR>(window)));
  std::fflush(stdout);
  const HANDLE reader = CreateThread(nullptr, 0, CloseWithInput, window, 0, nullptr);
  if (reader == nullptr) return 3;
  CloseHandle(reader);
  MSG message;
  while (GetMessageW(&message, nullptr, 0, 0) > 0) DispatchMessageW(&message);
  return 0;
}
