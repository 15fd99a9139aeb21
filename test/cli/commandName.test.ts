import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { env, execPath } from "node:process";
import { describe, expect, test } from "vitest";
import { type Begun, nameOf } from "../../src/cli/commandName.ts";
import { listFiles, root } from "../tidy/tree.ts";
import { useFolder } from "./command.ts";

const npx = { npm_command: "exec", npm_execpath: "/usr/lib/npm/cli.js" };
const script = { npm_command: "run-script", npm_execpath: "/usr/lib/npm/cli.js" };
const usual: Begun = {
  program: "/usr/bin/glasshouse",
  env: { PATH: "/bin:/usr/bin" },
  folder: "/home/me",
  clone: undefined,
};

describe.skipIf(process.platform === "win32")("next steps begin with the command that was used", () => {
  const cases: readonly [string, string, Partial<Begun>][] = [
    ["by npx in a clone", "npx glasshouse", { clone: "here", env: npx }],
    [
      "by npm start in a clone",
      "npx glasshouse",
      { clone: "here", env: script, program: "/home/me/bin/glasshouse.js" },
    ],
    ["by node in a clone", "node bin/glasshouse.js", { clone: "here", program: "/home/me/bin/glasshouse.js" }],
    [
      "by node beside a clone",
      "node ../it/bin/glasshouse.js",
      { clone: "elsewhere", program: "/home/it/bin/glasshouse.js" },
    ],
    ["through a link in the path", "glasshouse", {}],
    ["by its longer name", "glasshouse-lab", { program: "/usr/bin/glasshouse-lab" }],
    ["by npx anywhere", "npx glasshouse-lab", { env: npx, program: "/x/_npx/1/node_modules/.bin/glasshouse-lab" }],
    [
      "by npx and the shorter name",
      "npx glasshouse-lab",
      { env: npx, program: "/home/me/node_modules/.bin/glasshouse" },
    ],
    ["by a link that is in no path", "./tools/glasshouse", { program: "/home/me/tools/glasshouse" }],
    ["by a link elsewhere", "/opt/g/glasshouse", { program: "/opt/g/glasshouse" }],
    ["by a shim of Windows", "glasshouse-lab", { program: "/n/node_modules/glasshouse-lab/bin/glasshouse.js" }],
    ["as a library", "glasshouse", { program: undefined }],
    ["by a wrapper", "docker run glasshouse", { env: { GLASSHOUSE_COMMAND: "docker run glasshouse" } }],
    [
      "by a wrapper that is none",
      "glasshouse",
      { env: { PATH: "/usr/bin", GLASSHOUSE_COMMAND: "a\u001b[2J; rm -r x" } },
    ],
  ];
  test.each(cases)("%s: %s", (_, name, how) => {
    expect(nameOf({ ...usual, ...how })).toBe(name);
  });

  test("nothing outside a clone says npx and the name of somebody else's package", () => {
    for (const [, , how] of cases) {
      const name = nameOf({ ...usual, ...how, clone: how.clone === "here" ? "elsewhere" : how.clone });
      expect(name).not.toBe("npx glasshouse");
    }
  });
});

const folder = useFolder();

test.skipIf(process.platform === "win32").each(["glasshouse", "glasshouse-lab"])(
  "as %s, from its help to its problems",
  (name) => {
    const link = join(folder.path, name);
    symlinkSync(join(root, "bin", "glasshouse.js"), link);
    const plain = Object.entries(env).filter(([key]) => !/^npm_|^GLASSHOUSE_COMMAND$/.test(key));
    const call = (...args: string[]): string => {
      const ended = spawnSync(execPath, [link, ...args], {
        cwd: folder.path,
        encoding: "utf8",
        env: { ...Object.fromEntries(plain), PATH: `${folder.path}${delimiter}${env.PATH}` },
      });
      return ended.stdout + ended.stderr;
    };
    expect(call("help")).toMatch(new RegExp(`^Usage: ${name} <verb>[^]*\\n  ${name} list\\n`));
    expect(call("list")).toContain(`Run one with: ${name} run NAME`);
    expect(call("new", `made-by-${name}`)).toContain(`\n  ${name} run made-by-${name}.yaml\n`);
    expect(readFileSync(join(folder.path, `made-by-${name}.yaml`), "utf8")).toContain(
      ` ${name} run made-by-${name}.yaml`,
    );
    expect(call("run", "littering", "--people", "64", "--ticks", "1")).toContain(`again       ${name} run littering`);
    expect(call("explain", "littering")).toContain(`${name} explain [options]`);
    expect(call("run", "--sed", "1")).toContain(`1 | ${name} run --sed 1`);
  },
);

test("no text of the command has a name of its own for it", () => {
  const named = listFiles("src/cli", /\.ts$/).filter((path) =>
    /["'`](\w+ +)?glasshouse (run|plan|check|new|list|help|explain|compare|bench)/.test(
      readFileSync(join(root, path), "utf8"),
    ),
  );
  expect(named).toEqual([]);
});

test("the documents say npx glasshouse only of a clone", () => {
  for (const path of ["README.md", "docs/TUTORIAL.md", "CONTRIBUTING.md"]) {
    const text = readFileSync(join(root, path), "utf8");
    expect(text.indexOf("npx glasshouse")).toBeGreaterThan(0);
    const first = text.slice(0, text.indexOf("npx glasshouse")).split("\n").slice(-3).join(" ");
    expect(`${path}: ${first}`).toMatch(/[Ii]n a clone|CONTRIBUTING/);
  }
});
