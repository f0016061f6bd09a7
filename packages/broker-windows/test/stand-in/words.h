#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stand_in {

using Words = std::vector<std::wstring>;

/// Splits a line of the script at its spaces. A word in double quotes is a string of JSON, escapes and all, so that it
/// can hold anything, a NUL or a lone surrogate too. Nothing when a string is malformed.
std::optional<Words> SplitWords(std::wstring_view line);

/// The words of a text in UTF-8, line by line. A line that is malformed is nothing; a text that is not UTF-8 has no lines.
std::optional<std::vector<std::optional<Words>>> SplitLines(const std::string& utf8);

/// A number of 32 bits, decimal or with `0x`. Nothing when the word is none.
std::optional<unsigned long> ReadNumber(const std::wstring& word);

}  // namespace stand_in
