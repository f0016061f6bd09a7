#include "words.h"

#include <windows.h>

namespace stand_in {
namespace {

/// Reads what follows a backslash and moves `rest` behind it.
std::optional<wchar_t> ReadEscape(std::wstring_view* rest) {
  if (rest->empty()) return std::nullopt;
  const wchar_t letter = rest->front();
  rest->remove_prefix(1);
  switch (letter) {
    case L'"':
    case L'\\':
    case L'/':
      return letter;
    case L'b':
      return L'\b';
    case L'f':
      return L'\f';
    case L'n':
      return L'\n';
    case L'r':
      return L'\r';
    case L't':
      return L'\t';
    case L'u':
      break;
    default:
      return std::nullopt;
  }
  if (rest->size() < 4) return std::nullopt;
  const std::optional<unsigned long> unit = ReadNumber(L"0x" + std::wstring(rest->substr(0, 4)));
  rest->remove_prefix(4);
  return unit ? std::optional(static_cast<wchar_t>(*unit)) : std::nullopt;
}

/// Reads a string of JSON without its opening quote and moves `rest` behind the closing one.
std::optional<std::wstring> ReadQuoted(std::wstring_view* rest) {
  std::wstring word;
  while (!rest->empty()) {
    const wchar_t letter = rest->front();
    rest->remove_prefix(1);
    if (letter == L'"') return word;
    if (letter != L'\\') {
      word += letter;
      continue;
    }
    const std::optional<wchar_t> escaped = ReadEscape(rest);
    if (!escaped) return std::nullopt;
    word += *escaped;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Words> SplitWords(std::wstring_view line) {
  Words words;
  while (true) {
    const size_t start = line.find_first_not_of(L" \t\r");
    if (start == std::wstring_view::npos) return words;
    line.remove_prefix(start);
    if (line.front() == L'"') {
      line.remove_prefix(1);
      std::optional<std::wstring> word = ReadQuoted(&line);
      if (!word) return std::nullopt;
      words.push_back(std::move(*word));
    } else {
      const size_t end = std::min(line.find_first_of(L" \t\r"), line.size());
      words.emplace_back(line.substr(0, end));
      line.remove_prefix(end);
    }
  }
}

std::optional<std::vector<std::optional<Words>>> SplitLines(const std::string& utf8) {
  std::vector<std::optional<Words>> lines;
  if (utf8.empty()) return lines;
  const auto bytes = static_cast<int>(utf8.size());
  std::wstring text(utf8.size(), L'\0');
  const int units = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8.data(), bytes, text.data(), bytes);
  if (units == 0) return std::nullopt;
  text.resize(static_cast<size_t>(units));

  std::wstring_view rest = text;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(L'\n'), rest.size());
    lines.push_back(SplitWords(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines;
}

std::optional<unsigned long> ReadNumber(const std::wstring& word) {
  if (word.empty() || word.front() < L'0' || word.front() > L'9') return std::nullopt;
  wchar_t* end = nullptr;
  const unsigned long number = wcstoul(word.c_str(), &end, 0);
  return *end == L'\0' ? std::optional(number) : std::nullopt;
}

}  // namespace stand_in
