#include <cstdlib>

namespace std {

/// Called by the headers of GCC 11 and later for an allocation of more than memory can hold; exceptions are off, so it is an
/// end of the process either way. Here, because the libstdc++ of RHEL 8 does not have it.
[[noreturn]] void __throw_bad_array_new_length() { abort(); }

}  // namespace std
