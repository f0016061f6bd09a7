#include "failure.h"

#include <cstdint>
#include <cstring>

namespace authbroker {
namespace {

/// Windows' own sentence for an HRESULT, without its full stop; empty where it has none.
std::wstring SystemMessage(HRESULT result) {
  wchar_t text[512];
  const DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK;
  const DWORD length =
      FormatMessageW(flags, nullptr, static_cast<DWORD>(result), 0, text, ARRAYSIZE(text), nullptr);
  std::wstring message(text, length);
  message.erase(message.find_last_not_of(L" .") + 1);
  return message;
}

/// For example `0x80070005`. Not by std::swprintf, which brings the whole of printf.
std::wstring Hexadecimal(HRESULT result) {
  std::wstring text = L"0x";
  for (int shift = 28; shift >= 0; shift -= 4) {
    text += L"0123456789ABCDEF"[(static_cast<uint32_t>(result) >> shift) & 0xF];
  }
  return text;
}

/// For example `GetTokenSilentlyAsync failed: 0x80070005 (Access is denied)`.
std::wstring Sentence(const char* function, const wchar_t* what_happened, HRESULT result) {
  std::wstring sentence(function, function + std::strlen(function));
  sentence.append(what_happened).append(Hexadecimal(result));
  const std::wstring cause = SystemMessage(result);
  if (!cause.empty()) sentence.append(L" (").append(cause).append(L")");
  return sentence;
}

}  // namespace

Failure CallFailed(const char* function, HRESULT result) {
  return {FailureCode::kCallFailed, Sentence(function, L" failed: ", result), result, function};
}

Failure LastCallFailed(const char* function) { return CallFailed(function, HRESULT_FROM_WIN32(GetLastError())); }

Failure OperationFailed(const char* function, HRESULT result) {
  return {FailureCode::kOperationFailed, Sentence(function, L" ended with an error: ", result), result, function};
}

MaybeFailure Check(const char* function, HRESULT result) {
  if (SUCCEEDED(result)) return std::nullopt;
  return CallFailed(function, result);
}

}  // namespace authbroker
