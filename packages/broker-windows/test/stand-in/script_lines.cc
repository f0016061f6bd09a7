#include "script_lines.h"

#include <algorithm>
#include <iterator>

namespace stand_in {
namespace {

constexpr char kNotANumber[] = "has a word that is not a number";
constexpr char kNotAWord[] = "has a word that is not one of those allowed there";
constexpr char kNothingBefore[] = "describes something that no line before it began";

std::optional<std::wstring> WordAt(const Words& words, size_t index) {
  return index < words.size() ? std::optional(words[index]) : std::nullopt;
}

std::optional<ErrorEntry> ReadError(const Words& words) {
  const std::optional<unsigned long> code = ReadNumber(words[1]);
  if (!code) return std::nullopt;
  return ErrorEntry{static_cast<UINT32>(*code), words[2], {}};
}

std::string SetLog(const Words& words, Script* script) {
  script->log = words[1];
  return "";
}

std::string AddProvider(const Words& words, Script* script) {
  script->providers.push_back({words[1], WordAt(words, 2), WordAt(words, 3).value_or(L"Work or school account")});
  return "";
}

std::string AddAccount(const Words& words, Script* script) {
  const std::optional<unsigned long> state = ReadNumber(words[3]);
  if (!state) return kNotANumber;
  const std::map<std::wstring, Visibility> visibilities{
      {L"listed", Visibility::kListed}, {L"by-id", Visibility::kById}, {L"hidden", Visibility::kHidden}};
  const auto visibility = visibilities.find(words[4]);
  if (visibility == visibilities.end()) return kNotAWord;
  script->accounts.push_back({words[1],
                              words[2],
                              static_cast<wam::WebAccountState>(*state),
                              visibility->second,
                              WordAt(words, 5),
                              {}});
  return "";
}

std::string AddAccountProperty(const Words& words, Script* script) {
  if (script->accounts.empty()) return kNothingBefore;
  script->accounts.back().properties[words[1]] = words[2];
  return "";
}

std::string AddListing(const Words& words, Script* script) {
  const std::optional<unsigned long> status = ReadNumber(words[1]);
  if (!status) return kNotANumber;
  script->listings.push_back({static_cast<wam::FindAllWebAccountsStatus>(*status), WordAt(words, 2)});
  return "";
}

std::string SetListingError(const Words& words, Script* script) {
  script->listing_error = ReadError(words);
  return script->listing_error ? "" : kNotANumber;
}

std::string AddListingErrorProperty(const Words& words, Script* script) {
  if (!script->listing_error) return kNothingBefore;
  script->listing_error->properties[words[1]] = words[2];
  return "";
}

std::string AddAnswer(const Words& words, Script* script) {
  script->answers.emplace_back();
  script->answers.back().method = WordAt(words, 1);
  return "";
}

/// A line about the last answer.
template <class Change>
std::string ChangeAnswer(Script* script, Change change) {
  if (script->answers.empty()) return kNothingBefore;
  return change(&script->answers.back());
}

std::string AddCondition(const Words& words, Script* script) {
  return ChangeAnswer(script, [&words](AnswerEntry* answer) {
    answer->conditions[words[1]] = words[2];
    return "";
  });
}

std::string SetStatus(const Words& words, Script* script) {
  return ChangeAnswer(script, [&words](AnswerEntry* answer) -> std::string {
    const std::optional<unsigned long> status = ReadNumber(words[1]);
    if (!status) return kNotANumber;
    answer->status = static_cast<wam::WebTokenRequestStatus>(*status);
    return "";
  });
}

std::string SetToken(const Words& words, Script* script) {
  return ChangeAnswer(script, [&words](AnswerEntry* answer) {
    answer->token = words[1];
    return "";
  });
}

std::string AddProperty(const Words& words, Script* script) {
  return ChangeAnswer(script, [&words](AnswerEntry* answer) {
    answer->properties[words[1]] = words[2];
    return "";
  });
}

std::string SetResponseAccount(const Words& words, Script* script) {
  return ChangeAnswer(script, [&words](AnswerEntry* answer) {
    answer->account_id = words[1];
    return "";
  });
}

std::string SetResponses(const Words& words, Script* script) {
  return ChangeAnswer(script, [&words](AnswerEntry* answer) {
    answer->responses = ReadNumber(words[1]);
    return answer->responses ? "" : kNotANumber;
  });
}

template <std::optional<ErrorEntry> AnswerEntry::*kError>
std::string SetError(const Words& words, Script* script) {
  return ChangeAnswer(script, [&words](AnswerEntry* answer) {
    answer->*kError = ReadError(words);
    return answer->*kError ? "" : kNotANumber;
  });
}

template <std::optional<ErrorEntry> AnswerEntry::*kError>
std::string AddErrorProperty(const Words& words, Script* script) {
  return ChangeAnswer(script, [&words](AnswerEntry* answer) -> std::string {
    if (!(answer->*kError)) return kNothingBefore;
    (answer->*kError)->properties[words[1]] = words[2];
    return "";
  });
}

std::string FailCall(const Words& words, Script* script) {
  const std::optional<unsigned long> result = ReadNumber(words[2]);
  if (!result) return kNotANumber;
  script->failing_calls[words[1]] = static_cast<HRESULT>(*result);
  return "";
}

std::string FailOperation(const Words& words, Script* script) {
  const std::optional<unsigned long> result = ReadNumber(words[2]);
  if (!result) return kNotANumber;
  script->courses[words[1]].result = static_cast<HRESULT>(*result);
  return "";
}

std::string SetDelay(const Words& words, Script* script) {
  const std::optional<unsigned long> delay = ReadNumber(words[2]);
  if (!delay) return kNotANumber;
  script->courses[words[1]].delay_ms = *delay;
  return "";
}

std::string SetCompletion(const Words& words, Script* script) {
  const std::map<std::wstring, Completion> completions{{L"later", Completion::kLater},
                                                       {L"at-once", Completion::kAtOnce},
                                                       {L"never", Completion::kNever},
                                                       {L"canceled", Completion::kCanceled}};
  const auto completion = completions.find(words[2]);
  if (completion == completions.end()) return kNotAWord;
  script->courses[words[1]].completion = completion->second;
  return "";
}

std::string IgnoreCancel(const Words& words, Script* script) {
  script->courses[words[1]].ignores_cancel = true;
  return "";
}

std::string SetCancelDelay(const Words& words, Script* script) {
  const std::optional<unsigned long> delay = ReadNumber(words[2]);
  if (!delay) return kNotANumber;
  script->courses[words[1]].cancel_delay_ms = *delay;
  return "";
}

std::string SetHang(const Words& words, Script* script) {
  const std::optional<unsigned long> hang = ReadNumber(words[2]);
  if (!hang) return kNotANumber;
  script->courses[words[1]].hang_ms = *hang;
  return "";
}

std::string AnswerNull(const Words& words, Script* script) {
  script->null_answers.insert(words[1]);
  return "";
}

std::string Refuse(const Words& words, Script* script) {
  script->refused_interfaces.insert(words[1]);
  return "";
}

struct Directive {
  const wchar_t* name;
  /// How many words follow the name.
  size_t least;
  size_t most;
  std::string (*read)(const Words& words, Script* script);
};

constexpr Directive kDirectives[] = {
    {L"log", 1, 1, SetLog},
    {L"provider", 1, 3, AddProvider},
    {L"account", 4, 5, AddAccount},
    {L"account-property", 2, 2, AddAccountProperty},
    {L"listing", 1, 2, AddListing},
    {L"listing-error", 2, 2, SetListingError},
    {L"listing-error-property", 2, 2, AddListingErrorProperty},
    {L"answer", 0, 1, AddAnswer},
    {L"when", 2, 2, AddCondition},
    {L"status", 1, 1, SetStatus},
    {L"token", 1, 1, SetToken},
    {L"property", 2, 2, AddProperty},
    {L"response-account", 1, 1, SetResponseAccount},
    {L"responses", 1, 1, SetResponses},
    {L"error", 2, 2, SetError<&AnswerEntry::error>},
    {L"error-property", 2, 2, AddErrorProperty<&AnswerEntry::error>},
    {L"response-error", 2, 2, SetError<&AnswerEntry::response_error>},
    {L"response-error-property", 2, 2, AddErrorProperty<&AnswerEntry::response_error>},
    {L"fail-call", 2, 2, FailCall},
    {L"fail-operation", 2, 2, FailOperation},
    {L"delay", 2, 2, SetDelay},
    {L"complete", 2, 2, SetCompletion},
    {L"ignore-cancel", 1, 1, IgnoreCancel},
    {L"cancel-delay", 2, 2, SetCancelDelay},
    {L"hang", 2, 2, SetHang},
    {L"answer-null", 1, 1, AnswerNull},
    {L"refuse", 1, 1, Refuse},
};

}  // namespace

std::string ReadLine(const Words& words, Script* script) {
  if (words.empty() || words[0].rfind(L"#", 0) == 0) return "";
  const auto* directive = std::find_if(std::begin(kDirectives), std::end(kDirectives),
                                       [&words](const Directive& candidate) { return candidate.name == words[0]; });
  if (directive == std::end(kDirectives)) return "begins with a word that is not in the README";
  const size_t arguments = words.size() - 1;
  if (arguments < directive->least || arguments > directive->most) return "has too few or too many words";
  return directive->read(words, script);
}

}  // namespace stand_in
