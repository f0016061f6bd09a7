import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** Whether an executable file of this name is in a folder of `PATH`, or at this absolute path. Runs nothing. */
export function onPath(env: Readonly<Record<string, string | undefined>>): (program: string) => boolean {
  const folders = (env["PATH"] ?? "").split(delimiter).filter(isAbsolute);
  return (program) => {
    if (isAbsolute(program)) return isExecutable(program);
    return !/[/\\]/.test(program) && folders.some((folder) => isExecutable(join(folder, program)));
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
