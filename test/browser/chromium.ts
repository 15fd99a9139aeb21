import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { env } from "node:process";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** Path of the Chromium to test with: `GLASSHOUSE_CHROMIUM`, or the first on PATH; undefined when there is none. */
export function findChromium(): string | undefined {
  if (env.GLASSHOUSE_CHROMIUM) return env.GLASSHOUSE_CHROMIUM;
  const paths = names.flatMap((name) => (env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)));
  return paths.find(canRun);
}

/**
 * The condition for `describe.runIf`. Under `CI=true` it is always met, so that a missing browser fails there and does
 * not skip.
 */
export const hasChromium: boolean = findChromium() !== undefined || env.CI === "true";

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
