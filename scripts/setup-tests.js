import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { env, getuid } from "node:process";

// Finds or installs what some tests need from the system. On a person's machine a missing tool means tests that
// skip, said aloud; under CI it is a failure, because a test that never runs proves nothing.
const tools = [
  {
    name: "chromium",
    found: () => env.GLASSHOUSE_CHROMIUM ?? findCommand(["chromium", "chromium-browser", "google-chrome"]),
    without: "the browser tests are skipped",
  },
  {
    // Kept pictures of Chinese pages are of its signs; whoever looks at one without any sees boxes.
    name: "fonts-wqy-microhei",
    found: hasMicroHei,
    without: "Chinese pages are tried without their kept pictures",
  },
  { name: "dieharder", found: () => findCommand(["dieharder"]), without: "the dieharder battery is skipped" },
];
const strict = env.CI === "true";

const absent = tools.filter((tool) => !tool.found());
if (absent.length > 0) install(absent.map((tool) => tool.name));
for (const tool of absent) {
  if (tool.found()) continue;
  console.error(`setup-tests: ${tool.name} is missing: ${strict ? "under CI that is a failure" : tool.without}`);
  if (strict) process.exitCode = 1;
}

/** @param {string[]} names Debian packages */
function install(names) {
  if (getuid?.() !== 0 || !findCommand(["apt-get"])) {
    console.error(`setup-tests: to install: apt-get install --no-install-recommends ${names.join(" ")} (as root)`);
    return;
  }
  console.error(`setup-tests: installing ${names.join(", ")}`);
  const quiet = { ...env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...names]]) {
    const run = spawnSync("apt-get", args, { env: quiet, encoding: "utf8", maxBuffer: 1 << 28 });
    if (run.status !== 0) {
      console.error(`setup-tests: apt-get ${args[0]} failed:\n${run.stderr?.trim().split("\n").slice(-5).join("\n")}`);
      return;
    }
  }
}

/** Whether the font is there by which Chinese is drawn. */
function hasMicroHei() {
  const asked = spawnSync("fc-list", ["WenQuanYi Micro Hei"], { encoding: "utf8" });
  // Without fontconfig, which comes with Chromium, it is looked for where Debian puts it.
  if (asked.error) return existsSync("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc");
  return asked.stdout.trim() !== "";
}

/**
 * @param {string[]} names
 * @returns {string | undefined} path of the first that is on PATH and can be run
 */
function findCommand(names) {
  for (const name of names) {
    for (const folder of (env.PATH ?? "").split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  return undefined;
}
