#include "window.h"

namespace stand_in {
namespace {

constexpr UINT kPatienceMs = 2000;

}  // namespace

void DescribeWindow(HWND window, LogLine* line) {
  DWORD process = 0;
  const DWORD thread = GetWindowThreadProcessId(window, &process);
  line->Number("window", reinterpret_cast<LONG_PTR>(window));
  line->Flag("windowExists", IsWindow(window));
  line->Flag("windowVisible", IsWindowVisible(window));
  line->Flag("windowOfThisProcess", process == GetCurrentProcessId());
  line->Flag("windowOfThisThread", thread == GetCurrentThreadId());
}

void AskWindow(HWND window, const Call& call) {
  DWORD_PTR answer = 0;
  const LRESULT answered = SendMessageTimeoutW(window, WM_NULL, 0, 0, SMTO_NORMAL, kPatienceMs, &answer);
  LogLine line = call.Event("window");
  line.Flag("windowExists", IsWindow(window)).Flag("windowAnswers", answered != 0);
  call.Write(&line);
}

}  // namespace stand_in
