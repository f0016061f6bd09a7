{
  "variables": {
    "addon_sources": [
      "async_operation.cc",
      "binding.cc",
      "channel.cc",
      "deadline.cc",
      "failure.cc",
      "fields.cc",
      "job.cc",
      "js_answers.cc",
      "js_requests.cc",
      "operations.cc",
      "owner_window.cc",
      "perform.cc",
      "read_answers.cc",
      "system_facts.cc",
      "system_libraries.cc",
      "waiter.cc",
      "wam_session.cc"
    ],
    "addon_defines": [
      "NAPI_VERSION=8",
      "NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS",
      "NODE_ADDON_API_DISABLE_DEPRECATED",
      "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS",
      "NOMINMAX",
      "STRICT",
      "UNICODE",
      "_UNICODE",
      "WIN32_LEAN_AND_MEAN",
      "_WIN32_WINNT=0x0A00"
    ]
  }
}
