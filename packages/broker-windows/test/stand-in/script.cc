#include "script.h"

#include <algorithm>

#include "mutex.h"
#include "script_lines.h"
#include "words.h"

namespace stand_in {
namespace {

constexpr wchar_t kScriptVariable[] = L"AUTHBROKER_STAND_IN_SCRIPT";

std::optional<std::string> ReadFileOf(const std::wstring& path) {
  const HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                  nullptr, OPEN_EXISTING, 0, nullptr);
  if (file == INVALID_HANDLE_VALUE) return std::nullopt;
  std::string text(GetFileSize(file, nullptr), '\0');
  DWORD length = 0;
  const BOOL read = ReadFile(file, text.data(), static_cast<DWORD>(text.size()), &length, nullptr);
  CloseHandle(file);
  if (!read) return std::nullopt;
  text.resize(length);
  return text;
}

void Read(const std::wstring& path, Script* script) {
  const std::optional<std::string> text = ReadFileOf(path);
  if (!text) {
    script->problem = "the file that AUTHBROKER_STAND_IN_SCRIPT names cannot be read";
    return;
  }
  const auto lines = SplitLines(*text);
  if (!lines) {
    script->problem = "the script is not UTF-8";
    return;
  }
  for (size_t index = 0; index < lines->size(); ++index) {
    const std::optional<Words>& words = (*lines)[index];
    const std::string problem = words ? ReadLine(*words, script) : "has a malformed string";
    if (problem.empty()) continue;
    script->problem = "line " + std::to_string(index + 1) + " of the script " + problem;
    return;
  }
}

}  // namespace

std::shared_ptr<const Script> Script::Current() {
  static Mutex mutex;
  static std::wstring last_path;
  static std::shared_ptr<const Script> last_script = std::make_shared<Script>();
  const std::wstring path = EnvironmentVariable(kScriptVariable);
  const Guard lock(mutex);
  if (path == last_path) return last_script;
  auto script = std::make_shared<Script>();
  if (!path.empty()) Read(path, script.get());
  last_path = path;
  last_script = script;
  return script;
}

AnswerEntry Script::AnswerTo(const std::wstring& method, const Properties& request) const {
  const auto found = std::find_if(answers.begin(), answers.end(), [&](const AnswerEntry& answer) {
    return answer.method.value_or(method) == method &&
           std::includes(request.begin(), request.end(), answer.conditions.begin(), answer.conditions.end());
  });
  return found == answers.end() ? AnswerEntry{} : *found;
}

Course Script::CourseOf(const std::wstring& method) const {
  for (const std::wstring& name : {method, std::wstring(L"*")}) {
    const auto found = courses.find(name);
    if (found != courses.end()) return found->second;
  }
  return {};
}

HRESULT Script::ResultOf(const std::wstring& method) const {
  if (!problem.empty()) return E_UNEXPECTED;
  const auto found = failing_calls.find(method);
  return found == failing_calls.end() ? S_OK : found->second;
}

const AccountEntry* Script::AccountOf(const std::wstring& id) const {
  const auto found =
      std::find_if(accounts.begin(), accounts.end(), [&id](const AccountEntry& account) { return account.id == id; });
  return found == accounts.end() ? nullptr : &*found;
}

wam::FindAllWebAccountsStatus Script::ListingOf(const std::wstring& authority) const {
  const auto found = std::find_if(listings.begin(), listings.end(), [&authority](const ListingEntry& listing) {
    return listing.authority.value_or(authority) == authority;
  });
  return found == listings.end() ? wam::FindAllWebAccountsStatus::Success : found->status;
}

}  // namespace stand_in
