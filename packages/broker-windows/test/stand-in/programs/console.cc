// Runs a program in a console of its own, whose window can be seen, and ends as it does.
//
//   console.exe "C:\node.exe" "C:\script.mjs"
#include <windows.h>

#include <string>

int wmain(int count, wchar_t** words) {
  std::wstring command;
  for (int i = 1; i < count; ++i) command.append(L"\"").append(words[i]).append(L"\" ");
  STARTUPINFOW startup{};
  startup.cb = sizeof(startup);
  PROCESS_INFORMATION started{};
  if (!CreateProcessW(nullptr, command.data(), nullptr, nullptr, FALSE, CREATE_NEW_CONSOLE, nullptr, nullptr, &startup,
                      &started)) {
    return 1;
  }
  WaitForSingleObject(started.hProcess, INFINITE);
  DWORD exit_code = 0;
  GetExitCodeProcess(started.hProcess, &exit_code);
  CloseHandle(started.hThread);
  CloseHandle(started.hProcess);
  return static_cast<int>(exit_code);
}
