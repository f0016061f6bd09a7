#pragma once

#include <string>

#include "script.h"
#include "words.h"

namespace stand_in {

/// Reads one line into the script. Answers what is wrong with it, as the end of a sentence that begins with the line's
/// number; empty when nothing is.
std::string ReadLine(const Words& words, Script* script);

}  // namespace stand_in
