// Counts the kernel objects that a process has open, and writes the number to standard output.
//
//   handles.exe 1234     of the process with that id
//
// Keys of the registry are left out: Wine's RoGetActivationFactory never closes the one that it reads a class from.
#include <windows.h>

#include <winternl.h>

#include <cstdio>
#include <cwchar>
#include <string_view>

namespace {

/// Of NtQueryObject, which winternl.h has only a part of.
constexpr int kObjectTypeInformation = 2;

/// Handles are multiples of four, and Wine takes the lowest that is free.
constexpr ULONG_PTR kStep = 4;
constexpr ULONG_PTR kEnd = 10'000 * kStep;

using QueryObject = NTSTATUS(NTAPI*)(HANDLE, int, void*, ULONG, ULONG*);

bool IsKey(QueryObject query, HANDLE handle) {
  alignas(UNICODE_STRING) char type[1024];
  if (query(handle, kObjectTypeInformation, type, sizeof type, nullptr) != 0) return false;
  const auto* name = reinterpret_cast<const UNICODE_STRING*>(type);
  return std::wstring_view(name->Buffer, name->Length / sizeof(wchar_t)) == L"Key";
}

}  // namespace

int wmain(int count, wchar_t** words) {
  if (count < 2) return 1;
  const HANDLE process = OpenProcess(PROCESS_DUP_HANDLE, FALSE, std::wcstoul(words[1], nullptr, 10));
  const auto query = reinterpret_cast<QueryObject>(
      reinterpret_cast<void*>(GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtQueryObject")));
  if (process == nullptr || query == nullptr) return 2;
  int open = 0;
  for (ULONG_PTR value = kStep; value < kEnd; value += kStep) {
    HANDLE handle = nullptr;
    if (!DuplicateHandle(process, reinterpret_cast<HANDLE>(value), GetCurrentProcess(), &handle, 0, FALSE,
                         DUPLICATE_SAME_ACCESS)) {
      continue;
    }
    if (!IsKey(query, handle)) ++open;
    CloseHandle(handle);
  }
  std::printf("%d\n", open);
  return 0;
}
