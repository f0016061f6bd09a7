// Calls the stand-in as combase.dll and an addon do, and checks the manners that it shares with the real one.
//
//   self-test.exe       one line for each check; the exit code is the number of those that failed
#include <windows.h>

#include <wrl/client.h>

#include <roapi.h>
#include <winstring.h>

#include <atomic>
#include <cstdio>
#include <cwchar>

#include "../../../native/wam_abi.h"

namespace {

using Microsoft::WRL::ComPtr;

int failures = 0;

void Check(bool holds, const char* sentence) {
  std::printf("%s: %s\n", holds ? "holds" : "FAILS", sentence);
  if (!holds) ++failures;
}

constexpr HRESULT Result(unsigned long number) { return static_cast<HRESULT>(number); }

/// A string that lives as long as the call it is an argument of.
class Text {
 public:
  explicit Text(const wchar_t* text) { WindowsCreateString(text, static_cast<UINT32>(std::wcslen(text)), &string_); }
  ~Text() { WindowsDeleteString(string_); }
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  operator HSTRING() const { return string_; }

 private:
  HSTRING string_ = nullptr;
};

using Operation = wam::IAsyncOperation<wam::IWebAccountProvider>;

/// A handler that lives on the stack and counts how often it was called.
class Handler : public wam::IAsyncOperationCompletedHandler<wam::IWebAccountProvider> {
 public:
  explicit Handler(bool agile = true) : agile_(agile), called_(CreateEventW(nullptr, TRUE, FALSE, nullptr)) {}
  virtual ~Handler() { CloseHandle(called_); }

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override {
    const bool known = iid == wam::kIid<IUnknown> || (agile_ && iid == wam::kIid<wam::IAgileObject>);
    *object = known ? this : nullptr;
    return known ? S_OK : E_NOINTERFACE;
  }
  ULONG STDMETHODCALLTYPE AddRef() override { return 2; }
  ULONG STDMETHODCALLTYPE Release() override { return 1; }
  HRESULT STDMETHODCALLTYPE Invoke(Operation*, wam::AsyncStatus status) override {
    last_status = status;
    ++calls;
    SetEvent(called_);
    return S_OK;
  }
  bool WaitForCall() const { return WaitForSingleObject(called_, 10'000) == WAIT_OBJECT_0; }

  std::atomic<int> calls{0};
  std::atomic<wam::AsyncStatus> last_status{wam::AsyncStatus::Started};

 private:
  const bool agile_;
  const HANDLE called_;
};

template <class Interface>
ComPtr<Interface> Factory(const wchar_t* name) {
  ComPtr<Interface> factory;
  RoGetActivationFactory(Text(name), wam::kIid<Interface>, &factory);
  return factory;
}

ComPtr<wam::IWebAuthenticationCoreManagerStatics> Statics() {
  return Factory<wam::IWebAuthenticationCoreManagerStatics>(wam::kWebAuthenticationCoreManagerClass);
}

ComPtr<Operation> FindProvider(const wchar_t* id) {
  ComPtr<Operation> operation;
  Statics()->FindAccountProviderAsync(Text(id), &operation);
  return operation;
}

template <class Interface>
bool IsSameObject(IUnknown* identity, IUnknown* object) {
  ComPtr<Interface> other;
  ComPtr<IUnknown> other_identity;
  return SUCCEEDED(object->QueryInterface(wam::kIid<Interface>, &other)) &&
         SUCCEEDED(other->QueryInterface(wam::kIid<IUnknown>, &other_identity)) && other_identity.Get() == identity;
}

void CheckIdentity() {
  const auto statics = Statics();
  ComPtr<IUnknown> identity;
  statics->QueryInterface(wam::kIid<IUnknown>, &identity);
  Check(IsSameObject<wam::IActivationFactory>(identity.Get(), statics.Get()) &&
            IsSameObject<wam::IWebAuthenticationCoreManagerStatics4>(identity.Get(), statics.Get()) &&
            IsSameObject<wam::IWebAuthenticationCoreManagerInterop>(identity.Get(), statics.Get()),
        "the factory is one object by its four interfaces");
}

void CheckOperation(const wchar_t* provider_id) {
  const auto operation = FindProvider(provider_id);
  ComPtr<wam::IWebAccountProvider> provider;
  Check(operation->GetResults(&provider) == Result(0x8000000E), "GetResults fails before the operation has ended");
  ComPtr<wam::IAsyncInfo> info;
  operation->QueryInterface(wam::kIid<wam::IAsyncInfo>, &info);
  Check(info->Close() == Result(0x8000000D), "Close fails before the operation has ended");
  Handler deaf(false);
  Check(operation->put_Completed(&deaf) == REGDB_E_IIDNOTREG, "a handler that is not agile is refused");
  Handler handler;
  Check(operation->put_Completed(&handler) == S_OK, "a handler is taken");
  Handler second;
  Check(operation->put_Completed(&second) == Result(0x80000018), "a second handler is refused");
  Check(handler.WaitForCall() && handler.last_status == wam::AsyncStatus::Completed, "the handler is called");
  Check(operation->GetResults(&provider) == S_OK && provider != nullptr, "then the operation has a result");

  const auto again = FindProvider(provider_id);
  wam::AsyncStatus status = wam::AsyncStatus::Started;
  info.Reset();
  again->QueryInterface(wam::kIid<wam::IAsyncInfo>, &info);
  while (status == wam::AsyncStatus::Started) {
    Sleep(1);
    info->get_Status(&status);
  }
  Handler late;
  again->put_Completed(&late);
  Check(late.calls == 1, "an operation that has ended calls its handler at once");
}

void CheckCancel(const wchar_t* provider_id) {
  const auto operation = FindProvider(provider_id);
  Handler handler;
  operation->put_Completed(&handler);
  ComPtr<wam::IAsyncInfo> info;
  operation->QueryInterface(wam::kIid<wam::IAsyncInfo>, &info);
  info->Cancel();
  Check(handler.WaitForCall() && handler.last_status == wam::AsyncStatus::Canceled, "Cancel ends an operation");
  ComPtr<wam::IWebAccountProvider> provider;
  Check(operation->GetResults(&provider) == Result(0x8000000E), "an operation that was cancelled has no result");
}

void CheckNothingFound() {
  const auto operation = FindProvider(L"https://nobody.example");
  Handler handler;
  operation->put_Completed(&handler);
  ComPtr<wam::IWebAccountProvider> provider;
  Check(handler.WaitForCall() && operation->GetResults(&provider) == S_OK && provider == nullptr,
        "an unknown provider is null, not an error");
}

void CheckRequest(const wchar_t* provider_id) {
  const auto operation = FindProvider(provider_id);
  Handler handler;
  operation->put_Completed(&handler);
  ComPtr<wam::IWebAccountProvider> provider;
  if (!handler.WaitForCall() || FAILED(operation->GetResults(&provider)) || provider == nullptr) return;

  ComPtr<wam::IWebTokenRequest> request;
  const auto factory = Factory<wam::IWebTokenRequestFactory>(wam::kWebTokenRequestClass);
  const auto unknown = static_cast<wam::WebTokenRequestPromptType>(7);
  Check(factory->CreateWithPromptType(provider.Get(), nullptr, nullptr, unknown, &request) == E_INVALIDARG,
        "an unknown prompt type is refused");
  factory->Create(provider.Get(), nullptr, nullptr, &request);
  ComPtr<wam::IStringMap> properties;
  request->get_Properties(&properties);
  HSTRING value = nullptr;
  Check(properties->Lookup(Text(L"nothing"), &value) == Result(0x8000000B) && value == nullptr,
        "a missing property is out of bounds");

  ComPtr<wam::IWebAuthenticationCoreManagerInterop> interop;
  Statics()->QueryInterface(wam::kIid<wam::IWebAuthenticationCoreManagerInterop>, &interop);
  ComPtr<IUnknown> nothing;
  Check(interop->RequestTokenForWindowAsync(GetDesktopWindow(), request.Get(), wam::kIid<IUnknown>, &nothing) ==
            E_NOINTERFACE,
        "a request for a window insists on the IID of the operation");
  Check(interop->RequestTokenForWindowAsync(nullptr, request.Get(),
                                            wam::kIid<wam::IAsyncOperation<wam::IWebTokenRequestResult>>,
                                            &nothing) == Result(0x80070578),
        "a request for a window that is none is refused");
  ComPtr<wam::IAsyncOperation<wam::IWebTokenRequestResult>> token;
  Check(Statics()->RequestTokenAsync(request.Get(), &token) == Result(0x80070578),
        "a request without a window is refused to a desktop program");
}

}  // namespace

/// The word: a provider that the script has and that takes a while.
int wmain(int count, wchar_t** words) {
  if (count != 2 || FAILED(RoInitialize(RO_INIT_MULTITHREADED)) || Statics() == nullptr) {
    std::printf("FAILS: the stand-in is not registered, or no provider was named\n");
    return 1;
  }
  CheckIdentity();
  CheckOperation(words[1]);
  CheckCancel(words[1]);
  CheckNothingFound();
  CheckRequest(words[1]);
  RoUninitialize();
  return failures;
}
