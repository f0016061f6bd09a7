#pragma once

#include <windows.h>

#include <string>

#include "text.h"

namespace stand_in {

/// One line of JSON for the file that a script names as its log. README.md documents the lines.
class LogLine {
 public:
  /// Begins a line with what every line has: the event, and the thread it happens on.
  explicit LogLine(const char* event);

  LogLine& Text(const char* name, const std::wstring& value);
  LogLine& Number(const char* name, long long value);
  LogLine& Flag(const char* name, bool value);
  LogLine& Object(const char* name, const Properties& value);
  /// Appends the line to a file; does nothing without one.
  void WriteTo(const std::wstring& path);

 private:
  void Name(const char* name);
  void Quote(const std::wstring& text);

  std::string json_;
};

/// The apartment of the calling thread: `mta`, `implicit_mta`, `sta`, `na`, or `none`.
const wchar_t* ApartmentOfThread();

}  // namespace stand_in
