// What the headers of the standard library call of GCC's own library, which throws. Nobody could catch that here, so the
// process ends either way; but with what unwinds a stack and words an exception, the file would be three times as large.
// A function that is missing here brings GCC's, and the linker says that it has the others twice.
#include <cstdlib>
#include <memory>
#include <new>

#include "fail_fast.h"

// Not inlined: where it sees only one of a pair, GCC takes it for a mistake.

[[gnu::noinline]] void* operator new(size_t size) {
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) authbroker::FailFast();
  return memory;
}

[[gnu::noinline]] void* operator new[](size_t size) { return operator new(size); }

[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace std {

void __throw_bad_alloc() { authbroker::FailFast(); }
void __throw_bad_array_new_length() { authbroker::FailFast(); }
void __throw_bad_function_call() { authbroker::FailFast(); }
void __throw_length_error(const char*) { authbroker::FailFast(); }
void __throw_logic_error(const char*) { authbroker::FailFast(); }
void __throw_out_of_range_fmt(const char*, ...) { authbroker::FailFast(); }

/// Something that the standard library forbids was done.
void __glibcxx_assert_fail(const char*, int, const char*, const char*) noexcept { authbroker::FailFast(); }

/// Asked only of the type of another object than the tag itself: without RTTI, there is none that is equal.
bool _Sp_make_shared_tag::_S_eq(const type_info&) noexcept { return false; }

}  // namespace std
