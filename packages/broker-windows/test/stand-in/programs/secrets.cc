// Gives back memory that held secrets, and counts what is left in it.
//
//   secrets.exe       the exit code is the number of secrets that could be read afterwards
#include <windows.h>

#include <algorithm>
#include <cstdlib>
#include <malloc.h>
#include <new>

#include "../../../native/secret.h"

namespace {

constexpr wchar_t kSecret = L'\xABCD';

int left_behind = 0;

void Look(const volatile wchar_t* memory, size_t bytes) {
  size_t found = 0;
  for (size_t i = 0; i < bytes / sizeof(wchar_t); ++i) found += memory[i] == kSecret;
  left_behind += found > 0;
}

/// A secret of a length, whose own memory is looked at as well: a short text is in there.
void Hold(size_t length) {
  using authbroker::Secret;
  alignas(Secret) unsigned char memory[2][sizeof(Secret)];
  auto* first = new (memory[0]) Secret(std::wstring(length, kSecret));
  auto* second = new (memory[1]) Secret(std::move(*first));
  *second = Secret(std::wstring(length, kSecret));
  first->~Secret();
  second->~Secret();
  for (auto& place : memory) Look(reinterpret_cast<const wchar_t*>(place), sizeof(place));
}

}  // namespace

[[gnu::noinline]] void operator delete(void* memory) noexcept {
  if (memory != nullptr) Look(static_cast<const wchar_t*>(memory), _msize(memory));
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { operator delete(memory); }
[[gnu::noinline]] void* operator new(size_t size) { return std::malloc(size); }

int wmain() {
  Hold(1000);
  Hold(3);
  return left_behind;
}
