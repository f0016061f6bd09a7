#pragma once

#include <functional>

namespace stand_in {

/// Does something when the calling thread leaves its apartment, which COM asks of every thread that entered one.
void WhenApartmentIsLeft(std::function<void()> act);

}  // namespace stand_in
