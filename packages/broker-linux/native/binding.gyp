{
  "variables": {
    # GYP_DEFINES=sanitize=1 builds with AddressSanitizer and UndefinedBehaviorSanitizer.
    "sanitize%": 0,
  },
  "targets": [
    {
      "target_name": "broker_linux",
      "sources": [
        "binding.cc",
        "bus_address.cc",
        "bus_connection.cc",
        "cleanup_hook.cc",
        "js_connection.cc",
        "js_values.cc",
        "length_error.cc",
        "loop_watch.cc",
        "pending_calls.cc",
        "reply.cc",
      ],
      "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")"],
      # C++ exceptions are off: sd-bus and libuv are C and call back into this code, and an exception must not cross them.
      "defines": [
        "NAPI_VERSION=8",
        "NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS",
        "NODE_ADDON_API_DISABLE_DEPRECATED",
        # A worker that is being terminated refuses every throw; that is no reason to abort the process.
        "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS",
      ],
      "cflags": ["-fvisibility=hidden", "-fstack-protector-strong", "-ffunction-sections", "-fdata-sections"],
      "cflags_cc!": ["-std=gnu++14", "-std=gnu++17", "-std=gnu++20"],
      "cflags_cc": [
        "-std=c++17",
        "-Wall",
        "-Wextra",
        "-Wpedantic",
        "-Werror",
        "-fvisibility-inlines-hidden",
      ],
      # Its time goes into waiting for the bus: what counts is what is installed.
      "configurations": { "Release": { "cflags!": ["-O3"], "cflags": ["-Os"] } },
      "libraries": ["-lsystemd"],
      "ldflags": [
        "-Wl,-z,relro,-z,now",
        "-Wl,-z,noexecstack",
        "-Wl,--gc-sections",
        # Relative to the folder that make runs in: a path of the machine may hold blanks and quotes.
        "-Wl,--version-script=../exports.map",
      ],
      "conditions": [
        [
          "sanitize==1",
          {
            "cflags": ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g"],
            # The sanitizers' own code keeps gcc from seeing what a std::variant holds.
            "cflags_cc": ["-Wno-maybe-uninitialized"],
            "ldflags": ["-fsanitize=address,undefined"],
          },
          {
            "cflags": ["-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=3"],
          },
        ],
      ],
    },
  ],
}
