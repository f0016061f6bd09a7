#include "read_answers.h"

#include "winrt_string.h"

namespace authbroker {
namespace {

/// Reads objects of WinRT until the first that cannot be read.
class Reader {
 public:
  explicit Reader(const Combase& combase) : combase_(combase) {}

  template <class Object>
  std::wstring Text(const char* property, Object* object, HRESULT (STDMETHODCALLTYPE Object::*get)(HSTRING*)) {
    HString text(combase_);
    if (!Took(property, (object->*get)(text.Put()))) return {};
    return text.ToString();
  }

  template <class Object, class Value>
  Value Read(const char* property, Object* object, HRESULT (STDMETHODCALLTYPE Object::*get)(Value*)) {
    Value value{};
    Took(property, (object->*get)(&value));
    return value;
  }

  template <class Object, class Interface>
  ComPtr<Interface> Get(const char* property, Object* object, HRESULT (STDMETHODCALLTYPE Object::*get)(Interface**)) {
    ComPtr<Interface> value;
    if (!Took(property, (object->*get)(value.Put()))) return {};
    return value;
  }

  /// A map, or a view of one, which may be null.
  template <class Map>
  Properties Pairs(const char* property, const ComPtr<Map>& map) {
    Properties pairs;
    if (failure_ || !map) return pairs;
    const auto iterable = map.template As<wam::IStringPairIterable>();
    if (!iterable) {
      Took(property, E_NOINTERFACE);
      return pairs;
    }
    const auto iterator = Get(property, iterable.get(), &wam::IStringPairIterable::First);
    if (!iterator) return pairs;
    boolean has_current = Read(property, iterator.get(), &wam::IStringPairIterator::get_HasCurrent);
    while (has_current && !failure_) {
      const auto pair = Get(property, iterator.get(), &wam::IStringPairIterator::get_Current);
      if (!pair) break;
      std::wstring key = Text(property, pair.get(), &wam::IStringPair::get_Key);
      pairs.emplace_back(std::move(key), Secret(Text(property, pair.get(), &wam::IStringPair::get_Value)));
      has_current = Read(property, iterator.get(), &wam::IStringPairIterator::MoveNext);
    }
    return pairs;
  }

  AccountAnswer Account(const ComPtr<wam::IWebAccount>& account) {
    AccountAnswer answer;
    answer.user_name = Text("WebAccount.UserName", account.get(), &wam::IWebAccount::get_UserName);
    answer.state = static_cast<int32_t>(Read("WebAccount.State", account.get(), &wam::IWebAccount::get_State));
    const auto account2 = account.As<wam::IWebAccount2>();
    if (!account2) return answer;
    answer.id = Text("WebAccount.Id", account2.get(), &wam::IWebAccount2::get_Id);
    constexpr const char* kProperties = "WebAccount.Properties";
    answer.properties = Pairs(kProperties, Get(kProperties, account2.get(), &wam::IWebAccount2::get_Properties));
    return answer;
  }

  std::optional<ProviderErrorAnswer> ProviderError(const ComPtr<wam::IWebProviderError>& error) {
    if (!error) return std::nullopt;
    ProviderErrorAnswer answer;
    answer.code = Read("WebProviderError.ErrorCode", error.get(), &wam::IWebProviderError::get_ErrorCode);
    answer.message = Text("WebProviderError.ErrorMessage", error.get(), &wam::IWebProviderError::get_ErrorMessage);
    constexpr const char* kProperties = "WebProviderError.Properties";
    answer.properties = Pairs(kProperties, Get(kProperties, error.get(), &wam::IWebProviderError::get_Properties));
    return answer;
  }

  TokenResponse Response(const ComPtr<wam::IWebTokenResponse>& response) {
    TokenResponse answer;
    answer.token = Secret(Text("WebTokenResponse.Token", response.get(), &wam::IWebTokenResponse::get_Token));
    constexpr const char* kProperties = "WebTokenResponse.Properties";
    answer.properties = Pairs(kProperties, Get(kProperties, response.get(), &wam::IWebTokenResponse::get_Properties));
    const auto account =
        Get("WebTokenResponse.WebAccount", response.get(), &wam::IWebTokenResponse::get_WebAccount);
    if (account) answer.account = Account(account);
    answer.provider_error = ProviderError(
        Get("WebTokenResponse.ProviderError", response.get(), &wam::IWebTokenResponse::get_ProviderError));
    return answer;
  }

  /// The first failure, once everything is read.
  MaybeFailure TakeFailure() { return std::move(failure_); }

 private:
  bool Took(const char* property, HRESULT result) {
    if (!failure_) failure_ = Check(property, result);
    return SUCCEEDED(result);
  }

  const Combase& combase_;
  MaybeFailure failure_;
};

bool HasToken(int32_t status) {
  return status == static_cast<int32_t>(wam::WebTokenRequestStatus::Success) ||
         status == static_cast<int32_t>(wam::WebTokenRequestStatus::AccountSwitch);
}

}  // namespace

MaybeFailure ReadProvider(const Combase& combase, const ComPtr<wam::IWebAccountProvider>& provider,
                          ProviderAnswer* answer) {
  Reader reader(combase);
  answer->id = reader.Text("WebAccountProvider.Id", provider.get(), &wam::IWebAccountProvider::get_Id);
  answer->display_name =
      reader.Text("WebAccountProvider.DisplayName", provider.get(), &wam::IWebAccountProvider::get_DisplayName);
  if (const auto provider2 = provider.As<wam::IWebAccountProvider2>()) {
    answer->authority =
        reader.Text("WebAccountProvider.Authority", provider2.get(), &wam::IWebAccountProvider2::get_Authority);
  }
  return reader.TakeFailure();
}

MaybeFailure ReadAccounts(const Combase& combase, wam::IFindAllAccountsResult* result, AccountsAnswer* answer) {
  Reader reader(combase);
  answer->status = static_cast<int32_t>(
      reader.Read("FindAllAccountsResult.Status", result, &wam::IFindAllAccountsResult::get_Status));
  answer->provider_error = reader.ProviderError(
      reader.Get("FindAllAccountsResult.ProviderError", result, &wam::IFindAllAccountsResult::get_ProviderError));
  constexpr const char* kAccounts = "FindAllAccountsResult.Accounts";
  const auto accounts = reader.Get(kAccounts, result, &wam::IFindAllAccountsResult::get_Accounts);
  if (!accounts) return reader.TakeFailure();
  const UINT32 count = reader.Read(kAccounts, accounts.get(), &wam::IVectorView<wam::IWebAccount>::get_Size);
  for (UINT32 index = 0; index < count; ++index) {
    ComPtr<wam::IWebAccount> account;
    if (MaybeFailure failure = Check(kAccounts, accounts->GetAt(index, account.Put()))) return failure;
    if (account) answer->accounts.push_back(reader.Account(account));
  }
  return reader.TakeFailure();
}

MaybeFailure ReadTokenResult(const Combase& combase, wam::IWebTokenRequestResult* result, TokenAnswer* answer) {
  Reader reader(combase);
  answer->status = static_cast<int32_t>(reader.Read("WebTokenRequestResult.ResponseStatus", result,
                                                    &wam::IWebTokenRequestResult::get_ResponseStatus));
  answer->error = reader.ProviderError(reader.Get("WebTokenRequestResult.ResponseError", result,
                                                  &wam::IWebTokenRequestResult::get_ResponseError));
  constexpr const char* kData = "WebTokenRequestResult.ResponseData";
  ComPtr<wam::IVectorView<wam::IWebTokenResponse>> responses;
  const HRESULT got = result->get_ResponseData(responses.Put());
  if (!HasToken(answer->status) && FAILED(got)) {
    // Nothing is said of ResponseData where there is no token; a refusal is then no reason to hide the status.
    return reader.TakeFailure();
  }
  if (MaybeFailure failure = Check(kData, got)) return failure;
  if (!responses) return reader.TakeFailure();
  if (reader.Read(kData, responses.get(), &wam::IVectorView<wam::IWebTokenResponse>::get_Size) > 0) {
    ComPtr<wam::IWebTokenResponse> response;
    if (MaybeFailure failure = Check(kData, responses->GetAt(0, response.Put()))) return failure;
    if (response) answer->response = reader.Response(response);
  }
  return reader.TakeFailure();
}

}  // namespace authbroker
