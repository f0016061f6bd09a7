#include "log.h"

#include <objbase.h>

#include <cstdio>

#include "mutex.h"
#include "object.h"

namespace stand_in {
namespace {

/// Requests of many threads append to one file.
Mutex file_mutex;

}  // namespace

LogLine::LogLine(const char* event) : json_("{\"event\":\"") {
  json_ += event;
  json_ += '"';
  Number("process", GetCurrentProcessId());
  Number("thread", GetCurrentThreadId());
  Text("apartment", ApartmentOfThread());
  Number("objects", LiveObjects());
}

LogLine& LogLine::Text(const char* name, const std::wstring& value) {
  Name(name);
  Quote(value);
  return *this;
}

LogLine& LogLine::Number(const char* name, long long value) {
  Name(name);
  json_ += std::to_string(value);
  return *this;
}

LogLine& LogLine::Flag(const char* name, bool value) {
  Name(name);
  json_ += value ? "true" : "false";
  return *this;
}

LogLine& LogLine::Object(const char* name, const Properties& value) {
  Name(name);
  char separator = '{';
  for (const auto& [key, text] : value) {
    json_ += separator;
    Quote(key);
    json_ += ':';
    Quote(text);
    separator = ',';
  }
  json_ += value.empty() ? "{}" : "}";
  return *this;
}

void LogLine::WriteTo(const std::wstring& path) {
  if (path.empty()) return;
  const std::string line = json_ + "}\n";
  const Guard lock(file_mutex);
  // The tests make it, and take it away when they are over, while what they gave up still runs.
  const HANDLE file = CreateFileW(path.c_str(), FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                  nullptr, OPEN_EXISTING, 0, nullptr);
  if (file == INVALID_HANDLE_VALUE) return;
  DWORD written = 0;
  WriteFile(file, line.data(), static_cast<DWORD>(line.size()), &written, nullptr);
  CloseHandle(file);
}

void LogLine::Name(const char* name) {
  json_ += ",\"";
  json_ += name;
  json_ += "\":";
}

void LogLine::Quote(const std::wstring& text) {
  json_ += '"';
  for (const wchar_t unit : text) {
    if (unit >= 0x20 && unit < 0x7F && unit != L'"' && unit != L'\\') {
      json_ += static_cast<char>(unit);
      continue;
    }
    char escape[7];
    std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(unit));
    json_ += escape;
  }
  json_ += '"';
}

const wchar_t* ApartmentOfThread() {
  APTTYPE type = APTTYPE_CURRENT;
  APTTYPEQUALIFIER qualifier = APTTYPEQUALIFIER_NONE;
  if (FAILED(CoGetApartmentType(&type, &qualifier))) return L"none";
  if (type == APTTYPE_MTA) return qualifier == APTTYPEQUALIFIER_IMPLICIT_MTA ? L"implicit_mta" : L"mta";
  return type == APTTYPE_NA ? L"na" : L"sta";
}

}  // namespace stand_in
