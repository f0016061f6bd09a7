#pragma once

#include <windows.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "../../native/wam_abi.h"
#include "text.h"

namespace stand_in {

/// A `WebAccountProvider` that this Windows has.
struct ProviderEntry {
  std::wstring id;
  /// The only authority that finds it; without one every authority does, and becomes the provider's.
  std::optional<std::wstring> authority;
  std::wstring display_name;
};

/// Who finds an account: `FindAllAccountsAsync` and `FindAccountAsync`, only the latter, or neither of them: that one is
/// only in answers.
enum class Visibility { kListed, kById, kHidden };

/// A `WebAccount`.
struct AccountEntry {
  std::wstring id;
  std::wstring user_name;
  wam::WebAccountState state;
  Visibility visibility;
  /// The authority of the provider that has it; of every provider without one.
  std::optional<std::wstring> authority;
  Properties properties;
};

/// A `WebProviderError`.
struct ErrorEntry {
  UINT32 code;
  std::wstring message;
  Properties properties;
};

/// What `FindAllAccountsAsync` answers of providers with an authority, or of all.
struct ListingEntry {
  wam::FindAllWebAccountsStatus status;
  std::optional<std::wstring> authority;
};

/// What a token request is answered with.
struct AnswerEntry {
  /// The method it answers; every one without.
  std::optional<std::wstring> method;
  /// The properties that a request it answers must have.
  Properties conditions;
  wam::WebTokenRequestStatus status = wam::WebTokenRequestStatus::Success;
  std::wstring token;
  Properties properties;
  /// The account of the response. Without: the one that was asked for, or else the first.
  std::optional<std::wstring> account_id;
  /// How many responses `ResponseData` has. Without: one for a success, else none.
  std::optional<unsigned long> responses;
  std::optional<ErrorEntry> error;
  std::optional<ErrorEntry> response_error;
};

/// When an operation ends by itself: on a thread of its own after its delay, before the call that begins it returns, or
/// never; or after its delay as canceled, though nobody asked for it.
enum class Completion { kLater, kAtOnce, kNever, kCanceled };

/// How an operation runs.
struct Course {
  HRESULT result = S_OK;
  DWORD delay_ms = 0;
  Completion completion = Completion::kLater;
  bool ignores_cancel = false;
  /// How long after `Cancel` it ends as canceled.
  DWORD cancel_delay_ms = 0;
  /// How long the call that begins it takes to return.
  DWORD hang_ms = 0;
};

/// What this Windows has and how it behaves, as a test wrote it to a file. README.md documents the lines of that file.
struct Script {
  std::vector<ProviderEntry> providers;
  std::vector<AccountEntry> accounts;
  std::vector<ListingEntry> listings;
  std::optional<ErrorEntry> listing_error;
  std::vector<AnswerEntry> answers;
  /// The result of calls that fail before they do anything, by method.
  std::map<std::wstring, HRESULT> failing_calls;
  /// The methods that answer null.
  std::set<std::wstring> null_answers;
  /// The interfaces that QueryInterface refuses, as an older Windows does.
  std::set<std::wstring> refused_interfaces;
  /// By the method that begins the operation, or `*`.
  std::map<std::wstring, Course> courses;
  /// The file that calls are logged to; empty for none.
  std::wstring log;
  /// What is wrong with the script; empty when nothing is.
  std::string problem;

  /// The script that the environment names now. A file is read once: a new script is a new file. Without one, this Windows
  /// has no provider.
  static std::shared_ptr<const Script> Current();

  /// The first answer to a request; success without token or properties when there is none.
  AnswerEntry AnswerTo(const std::wstring& method, const Properties& request) const;
  Course CourseOf(const std::wstring& method) const;
  /// S_OK, or how a call fails before it does anything.
  HRESULT ResultOf(const std::wstring& method) const;
  bool AnswersNull(const std::wstring& method) const { return null_answers.count(method) != 0; }
  /// The account of an id; null when the script has none.
  const AccountEntry* AccountOf(const std::wstring& id) const;
  wam::FindAllWebAccountsStatus ListingOf(const std::wstring& authority) const;
};

}  // namespace stand_in
