#pragma once

#include <windows.h>

namespace wam {

/// Never defined: calling it ends the compilation of a malformed GUID.
int NotAHexadecimalDigit();

constexpr unsigned HexadecimalDigit(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10;
  return static_cast<unsigned>(NotAHexadecimalDigit());
}

/// Reads `digits` hexadecimal digits from `offset` on.
constexpr unsigned long HexadecimalNumber(const char* text, int offset, int digits) {
  unsigned long number = 0;
  for (int index = offset; index < offset + digits; ++index) number = number * 16 + HexadecimalDigit(text[index]);
  return number;
}

/// A GUID as documentation writes it, in lower case.
constexpr GUID ParseGuid(const char (&text)[37]) {
  GUID guid{HexadecimalNumber(text, 0, 8), static_cast<unsigned short>(HexadecimalNumber(text, 9, 4)),
            static_cast<unsigned short>(HexadecimalNumber(text, 14, 4)), {}};
  for (int index = 0; index < 8; ++index) {
    guid.Data4[index] = static_cast<unsigned char>(HexadecimalNumber(text, 19 + 2 * index + (index < 2 ? 0 : 1), 2));
  }
  return guid;
}

}  // namespace wam
