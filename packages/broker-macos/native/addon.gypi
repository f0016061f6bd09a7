{
  "variables": {
    "addon_sources": [
      "binding.c",
      "environment.m",
      "js_error.m",
      "js_functions.m",
      "js_read.m",
      "js_timer.c",
      "js_write.m",
      "manual_memory.m",
      "outbox.m",
      "pending.m",
      "presentation.m",
      "run_loop.m",
      "sso_operation.m",
      "sso_outcome.m",
      "sso_request.m",
      "system_facts.m"
    ],
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
