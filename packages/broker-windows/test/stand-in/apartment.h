#pragma once

#include <windows.h>

#include <roapi.h>

namespace stand_in {

/// Has the thread in the multithreaded apartment, in which the operations of the real one complete.
class Apartment {
 public:
  Apartment() : initialized_(SUCCEEDED(RoInitialize(RO_INIT_MULTITHREADED))) {}
  ~Apartment() {
    if (initialized_) RoUninitialize();
  }
  Apartment(const Apartment&) = delete;
  Apartment& operator=(const Apartment&) = delete;

 private:
  const bool initialized_;
};

}  // namespace stand_in
