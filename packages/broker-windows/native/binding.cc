#include <napi.h>

#include <optional>
#include <utility>

#include "js_answers.h"
#include "js_requests.h"
#include "operations.h"
#include "system_facts.h"

namespace authbroker {
namespace {

/// Keeps this file in memory as long as the process lives. Node.js unloads an addon when the last environment that uses
/// it ends; threads may still be at work then, and Windows may still call a completion handler.
void StayLoaded() {
  HMODULE module = nullptr;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                     reinterpret_cast<LPCWSTR>(reinterpret_cast<void*>(&StayLoaded)), &module);
}

/// The `Addon` of `src/addon.ts`, one for each Node.js environment.
class WamAddon : public Napi::Addon<WamAddon> {
 public:
  WamAddon(Napi::Env env, Napi::Object exports) : operations_(env) {
    StayLoaded();
    // Enumerable, so that a copy of the exports has them.
    DefineAddon(exports, {InstanceMethod<&WamAddon::SystemFacts>("systemFacts", kMethod),
                          InstanceMethod<&WamAddon::FindProvider>("findProvider", kMethod),
                          InstanceMethod<&WamAddon::FindAccounts>("findAccounts", kMethod),
                          InstanceMethod<&WamAddon::GetToken>("getToken", kMethod),
                          InstanceMethod<&WamAddon::SignOut>("signOut", kMethod),
                          InstanceMethod<&WamAddon::Cancel>("cancel", kMethod)});
  }

 private:
  static constexpr napi_property_attributes kMethod = napi_default_jsproperty;

  Napi::Value SystemFacts(const Napi::CallbackInfo& info) { return ToValue(info.Env(), ReadSystemFacts()); }
  Napi::Value FindProvider(const Napi::CallbackInfo& info) { return Start(ReadFindProvider(info[0])); }
  Napi::Value FindAccounts(const Napi::CallbackInfo& info) { return Start(ReadFindAccounts(info[0])); }
  Napi::Value GetToken(const Napi::CallbackInfo& info) { return Start(ReadGetToken(info[0])); }
  Napi::Value SignOut(const Napi::CallbackInfo& info) { return Start(ReadSignOut(info[0])); }

  void Cancel(const Napi::CallbackInfo& info) {
    if (const std::optional<OperationId> id = ReadOperationId(info[0])) operations_.Cancel(*id);
  }

  /// Without a request, the exception that says why is pending.
  Napi::Value Start(std::optional<TimedRequest> read) {
    return read ? operations_.Start(std::move(read->request), read->timeout_ms) : Napi::Value();
  }

  Operations operations_;
};

Napi::Object Init(Napi::Env env, Napi::Object exports) { return WamAddon::Init(env, exports); }

}  // namespace

NODE_API_MODULE(NODE_GYP_MODULE_NAME, Init)

}  // namespace authbroker
