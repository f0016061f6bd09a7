#include "call.h"

#include <atomic>

#include "apartment_spy.h"

namespace stand_in {
namespace {

std::atomic<long long> last_number{0};

}  // namespace

Call::Call(const char* method)
    : script_(Script::Current()),
      method_(method, method + std::char_traits<char>::length(method)),
      number_(++last_number),
      line_(Event("call")) {}

LogLine Call::Event(const char* event) const {
  LogLine line(event);
  line.Number("operation", number_).Text("method", method_);
  return line;
}

void Call::Note(const char* event) const {
  LogLine line = Event(event);
  Write(&line);
}

HRESULT Call::Begin(HRESULT result) {
  const HRESULT scripted = script_->ResultOf(method_);
  if (FAILED(scripted)) result = scripted;
  line_.Number("result", static_cast<UINT32>(result));
  Write(&line_);
  WhenApartmentIsLeft([call = *this] { call.Note("left"); });
  Sleep(course().hang_ms);
  return result;
}

}  // namespace stand_in
