#pragma once

#include "system_libraries.h"

namespace authbroker {

/// Makes the current thread one of the process's multithreaded apartment, for as long as the object lives. Only for
/// threads of the addon's own: the caller's may be in another apartment already, as Electron's main thread is.
class Apartment {
 public:
  explicit Apartment(const Combase& combase)
      : combase_(combase), result_(combase.RoInitialize(RO_INIT_MULTITHREADED)) {}
  Apartment(const Apartment&) = delete;
  Apartment& operator=(const Apartment&) = delete;
  ~Apartment() {
    if (SUCCEEDED(result_)) combase_.RoUninitialize();
  }

  /// What RoInitialize answered.
  HRESULT result() const { return result_; }

 private:
  const Combase& combase_;
  const HRESULT result_;
};

}  // namespace authbroker
