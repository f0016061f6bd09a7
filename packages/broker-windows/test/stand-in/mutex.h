#pragma once

#include <mutex>

#include "../../native/mutex.h"

namespace stand_in {

using authbroker::Mutex;
using Guard = std::lock_guard<Mutex>;

}  // namespace stand_in
