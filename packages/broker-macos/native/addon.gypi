{
  "variables": {
    "addon_sources": [],
    "addon_cflags": [
      "-Wall",
      "-Wextra",
      "-Wpedantic",
      "-Werror",
      "-O2",
      "-fvisibility=hidden",
      "-fstack-protector-strong"
    ],
    "addon_deployment_target": "11.0",
    "addon_node_api_version": "8"
  }
}
