{
  # What the cross-build on Linux (scripts/build-win32.mjs) shares with this one.
  "includes": ["addon.gypi"],
  "targets": [
    {
      "target_name": "broker_windows",
      "conditions": [
        [
          "OS=='win'",
          {
            # The last one only asserts things, against the Windows SDK, which the cross-build does not have.
            "sources": ["<@(addon_sources)", "abi_check.cc"],
            "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")"],
            # C++ exceptions are off: COM and Node-API call back into this code, and an exception must not cross them.
            "defines": ["<@(addon_defines)", "_HAS_EXCEPTIONS=0"],
            "msvs_settings": {
              "VCCLCompilerTool": {
                "ExceptionHandling": 0,
                # The C runtime is in the file: a Windows without Visual C++'s redistributable loads it.
                "RuntimeLibrary": 0,
                "RuntimeTypeInfo": "false",
                "WarningLevel": 4,
                "WarnAsError": "true",
                # Headers that are not ours are quiet.
                "AdditionalOptions": ["/std:c++17", "/permissive-", "/guard:cf", "/sdl", "/external:anglebrackets", "/external:W0"],
              },
              "VCLinkerTool": {
                "AdditionalOptions": ["/guard:cf", "/DYNAMICBASE", "/NXCOMPAT", "/Brepro", "/DEPENDENTLOADFLAG:0x800"],
              },
            },
            "conditions": [
              ["target_arch=='x64'", { "msvs_settings": { "VCLinkerTool": { "AdditionalOptions": ["/CETCOMPAT"] } } }],
            ],
          },
          { "type": "none" },
        ],
      ],
    },
  ],
}
