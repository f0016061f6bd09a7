{
  # What the cross-build on Linux shares with this one.
  "includes": ["addon.gypi"],
  "targets": [
    {
      "target_name": "broker_macos",
      "sources": ["<@(addon_sources)"],
      "include_dirs": ["<!(node -p \"require('node-api-headers').include_dir\")"],
      "defines": ["NAPI_VERSION=<(addon_node_api_version)"],
      "libraries": [
        "-framework AppKit",
        "-framework AuthenticationServices",
        "-framework Foundation",
        "-framework Security",
      ],
      "xcode_settings": {
        "MACOSX_DEPLOYMENT_TARGET": "<(addon_deployment_target)",
        # The same source runs on GNUstep in tests, where there is no ARC.
        "CLANG_ENABLE_OBJC_ARC": "NO",
        "DEAD_CODE_STRIPPING": "YES",
        "GCC_GENERATE_DEBUGGING_SYMBOLS": "NO",
        # Both architectures in one file; by itself gyp asks for this machine's.
        "OTHER_CFLAGS": ["<@(addon_cflags)", "-arch x86_64", "-arch arm64"],
        "OTHER_LDFLAGS": ["-arch x86_64", "-arch arm64"],
      },
    },
  ],
}
