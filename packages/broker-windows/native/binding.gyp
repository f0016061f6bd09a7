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
            # The last two only compare wam_abi.h with the Windows SDK, which the cross-build does not have.
            "sources": ["<@(addon_sources)", "abi_iids_check.cc", "abi_slots_check.c"],
            "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")"],
            # C++ exceptions are off: COM and Node-API call back into this code, and an exception must not cross them.
            "defines": ["<@(addon_defines)", "_HAS_EXCEPTIONS=0"],
            "msvs_settings": {
              "VCCLCompilerTool": {
                "ExceptionHandling": 0,
                "LanguageStandard": "stdcpp17",
                # Of the C runtime, Visual C++'s own part is in the file: a Windows without its redistributable loads it.
                "RuntimeLibrary": 0,
                "RuntimeTypeInfo": "false",
                "WarningLevel": 4,
                "WarnAsError": "true",
                # The headers of others, which are included in angle brackets, may warn.
                "AdditionalOptions": ["/permissive-", "/guard:cf", "/sdl", "/external:anglebrackets", "/external:W0"],
              },
              "VCLinkerTool": {
                # The universal part of the C runtime is Windows' own, since Windows 10, and only makes the file larger.
                # Libraries that the file needs are looked for in the system's folder alone. Of the path to its debug
                # information, which is the machine's that builds, the name stays.
                "AdditionalOptions": [
                  "/guard:cf",
                  "/DYNAMICBASE",
                  "/NXCOMPAT",
                  "/DEPENDENTLOADFLAG:0x800",
                  "/NODEFAULTLIB:libucrt.lib",
                  "/DEFAULTLIB:ucrt.lib",
                  "/Brepro",
                  "/PDBALTPATH:%_PDB%",
                ],
              },
            },
            # Small rather than fast, as the cross-build has it. Here, because Node.js' own settings are by configuration.
            "configurations": {
              "Release": {
                "msvs_settings": {
                  "VCCLCompilerTool": { "Optimization": 1, "FavorSizeOrSpeed": 2, "InlineFunctionExpansion": 1 },
                },
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
