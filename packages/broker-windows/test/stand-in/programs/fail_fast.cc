// Does what must end a process at once, with what stands in for GCC's libraries in the addon:
//
//   fail-fast.exe memory     or another of kMistakes; without one, does nothing
//
// It is compiled as the addon is, for the checks that the compiler puts into both.
#include <windows.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "../../../native/mingw/stack_guard.cc"
#include "../../../native/mingw/standard_library.cc"

namespace {

/// What the compiler cannot tell beforehand.
volatile size_t too_large = SIZE_MAX / 2;
volatile size_t beyond_the_end = 2;
volatile size_t more_than_an_array = 32;

void OverrunAnArray() {
  [[maybe_unused]] volatile char array[8];
  for (size_t i = 0; i < more_than_an_array; ++i) array[i] = 1;
}

const std::map<std::wstring, void (*)()> kMistakes = {
    {L"memory", [] { operator delete(operator new(too_large)); }},
    {L"length", [] { std::vector<wchar_t>().reserve(too_large); }},
    {L"range", [] { std::string("a").substr(beyond_the_end); }},
    {L"function", [] { std::function<void()>()(); }},
    {L"precondition", [] { std::vector<int>(1)[beyond_the_end] = 1; }},
    {L"stack", OverrunAnArray},
};

}  // namespace

int wmain(int count, wchar_t** words) {
  if (count < 2) return 0;
  const auto mistake = kMistakes.find(words[1]);
  if (mistake == kMistakes.end()) return 1;
  mistake->second();
  return 2;
}
