#pragma once

#include <memory>
#include <string>

#include "log.h"
#include "script.h"

namespace stand_in {

/// A call of a method that begins an asynchronous operation: its script, as it is when the call is made, and its line
/// in the log.
class Call {
 public:
  explicit Call(const char* method);

  const std::shared_ptr<const Script>& script() const { return script_; }
  const std::wstring& method() const { return method_; }
  Course course() const { return script_->CourseOf(method_); }
  /// The line that Begin writes.
  LogLine& line() { return line_; }
  /// A line about the operation that this call began, for Write.
  LogLine Event(const char* event) const;
  void Write(LogLine* line) const { line->WriteTo(script_->log); }
  /// Writes a line that says no more than what happened.
  void Note(const char* event) const;

  /// Writes the line. What it returns is the call's result when it is a failure: the script's, or else `result`.
  HRESULT Begin(HRESULT result = S_OK);

 private:
  std::shared_ptr<const Script> script_;
  std::wstring method_;
  long long number_;
  LogLine line_;
};

}  // namespace stand_in
