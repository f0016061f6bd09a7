// Opens the desktop and keeps it open until it is ended. Under Wine, whichever process opens the desktop starts explorer.exe,
// which holds the handles of that process for as long as the desktop is open: a program that was started with pipes would never
// be seen to close them.
#include <windows.h>

#include <cstdio>

int wmain() {
  if (GetDesktopWindow() == nullptr) return 1;
  std::printf("open\n");
  std::fflush(stdout);
  Sleep(INFINITE);
  return 0;
}
