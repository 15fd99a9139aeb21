import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { root } from "../tidy/tree.ts";
import { glasshouse, glasshouseWith, steady, useFolder } from "./command.ts";

const folder = useFolder();
const at = (name: string): string => join(folder.path, name);
const golden = (name: string): string => `../golden/cli/${name}.txt`;
const scale = ["--people", "2_000", "--ticks", "60"];

/** A town whose grades end after a year, and the same town with a harder scheme. */
const graded = `title: A graded year
extends: ./town.yaml
institutions: { phases: { graded: { from: start }, after: { from: 2021-01-01 } } }
scheme: { bands_in_force: phase == graded }
`;
const harder = `title: A harder scheme
extends: ./town.yaml
scheme: { points: { late_payment: -60 } }
`;

beforeAll(() => {
  glasshouse(folder.path, "new", "town");
  writeFileSync(at("graded.yaml"), graded);
  writeFileSync(at("harder.yaml"), harder);
});

/** The output of a call that must succeed. */
function answer(...args: string[]): string {
  const { code, out, err } = glasshouse(folder.path, ...args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

function json(...args: string[]): Record<string, unknown> {
  return JSON.parse(answer(...args, "--json"));
}

/** No line is broken by a terminal of 80 cells. */
function expectNarrow(text: string): void {
  for (const line of text.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(80);
}

describe("help", () => {
  test("of the command and of every verb has an example that parses", async () => {
    const text = answer("--help");
    await expect(text).toMatchFileSnapshot(golden("help"));
    expect(answer()).toBe(text);
    for (const verb of ["new", "list", "check", "plan", "run", "explain", "compare", "studio"]) {
      const help = answer(verb, "--help");
      expect(help).toMatch(new RegExp(`Examples?:\\n {2}glasshouse ${verb}`));
      expectNarrow(help);
    }
    await expect(answer("help", "run")).toMatchFileSnapshot(golden("help-run"));
  });

  test("says the version of the package", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(answer("--version")).toBe(`${version}\n`);
  });
});

describe("new", () => {
  test("writes a scenario that is fine, and never over a file", async () => {
    await expect(readFileSync(at("town.yaml"), "utf8")).toMatchFileSnapshot("../golden/cli/town.yaml");
    await expect(steady(answer("check", "town.yaml"))).toMatchFileSnapshot(golden("check"));
    const { code, err } = glasshouse(folder.path, "new", "town.yaml");
    expect(code).toBe(1);
    expect(err).toContain("error[file-exists]");
    expect(json("new", "second-town")).toEqual({ file: "second-town.yaml" });
  });
});

describe("list", () => {
  test("tells every shipped scenario", () => {
    const files = readdirSync(join(root, "scenarios")).filter((name) => name.endsWith(".yaml"));
    const shipped = files.map((name) => name.replace(/\.yaml$/, ""));
    const listed = JSON.parse(answer("list", "--json")) as { name: string; title: string; about: string }[];
    expect(listed.map(({ name }) => name).sort()).toEqual(shipped.sort());
    const text = answer("list");
    expectNarrow(text);
    for (const { name, title } of listed) {
      expect(text).toContain(`${name}\n`);
      expect(text.replace(/\s+/g, " ")).toContain(title);
    }
    for (const { about } of listed) expect(about).toMatch(/^[^\n]*$/);
  });
});

describe("check and plan", () => {
  test("say how big a scenario is", () => {
    expect(json("check", "town.yaml")).toMatchObject({ title: "Town", people: 20_000, ticks: 156, problems: [] });
  });

  test("a plan is a table of steps and of columns", async () => {
    const text = answer("plan", "town.yaml", "--people", "1_400_000_000");
    expectNarrow(text);
    await expect(text).toMatchFileSnapshot(golden("plan"));
    const plan = json("plan", "town.yaml", "--people", "1e6");
    expect(plan).toMatchObject({ people: 1_000_000, ticks: 156 });
    const steps = plan.steps as { name: string }[];
    expect(steps.find(({ name }) => name === "littering")).toMatchObject({
      when: "tick",
      kind: "act",
      reads: [
        { column: "conscientious", whose: "own", part: "rate" },
        { column: "urban", whose: "own", part: "event" },
        { column: "score", whose: "onto", part: "record" },
      ],
      writes: [{ column: "points", whose: "onto", how: "add" }],
      tallies: ["acts.littering", "records.littering", "points.littering"],
    });
    const columns = plan.columns as { kept: boolean; bytes: number }[];
    const kept = columns.filter((column) => column.kept).reduce((sum, { bytes }) => sum + bytes, 0);
    // Columns that share a word may leave a few of its bits to nobody.
    expect(kept).toBeLessThanOrEqual(plan.bytesPerPerson as number);
    expect(kept).toBeGreaterThan((plan.bytesPerPerson as number) - 1);
  });

  test("a plan explains encounters and friendships as it does all other steps", async () => {
    const text = answer("plan", "nosedive");
    expectNarrow(text);
    await expect(text).toMatchFileSnapshot(golden("plan-nosedive"));
  });
});

describe("run", () => {
  test("tells a world in 80 columns", async () => {
    const text = answer("run", "town.yaml", ...scale);
    expectNarrow(text);
    await expect(steady(text)).toMatchFileSnapshot(golden("run"));
  });

  test("tells grades that have ended as of their last day", async () => {
    const text = answer("run", "graded.yaml", ...scale);
    expect(text).toContain("when grades ended (2020-12-24)");
    await expect(steady(text)).toMatchFileSnapshot(golden("run-graded"));
  });

  test("tells acts where there is no scheme", () => {
    const text = answer("run", "none", "--people", "500", "--ticks", "10");
    expect(text).toContain("Acts per person and year");
    expect(text).not.toContain("band");
  });

  test("is the same for the same seed, and says the command that repeats it", () => {
    const first = json("run", "town.yaml", ...scale, "--seed", "7");
    const command = /^again +glasshouse (.*)$/m.exec(answer("run", "town.yaml", ...scale, "--seed", "7"))![1]!;
    expect(command).toBe("run town.yaml --people 2_000 --ticks 60 --seed 7");
    const again = json(...command.split(" "));
    expect(again.stateHash).toBe(first.stateHash);
    expect(first).toMatchObject({ synthetic: true, runs: 1, people: 2000, ticks: 60, seed: 7, stopped: false });
    expect(json("run", "town.yaml", ...scale, "--seed", "8").stateHash).not.toBe(first.stateHash);
  });

  test("colours nothing without a terminal", () => {
    const { out } = glasshouseWith(
      { NO_COLOR: "" },
      folder.path,
      "run",
      "town.yaml",
      "--people",
      "100",
      "--ticks",
      "3",
    );
    expect(out).not.toContain("\u001b");
  });

  // Windows has no such signal to send.
  test.skipIf(process.platform === "win32")("stops after its tick at Ctrl-C and tells what there is", async () => {
    const command = [
      join(root, "bin", "glasshouse.js"),
      "run",
      "town.yaml",
      "--people",
      "20_000",
      "--ticks",
      "100_000",
    ];
    const child = spawn(process.execPath, command, { cwd: folder.path, env: { ...process.env, NO_COLOR: "1" } });
    let [out, err] = ["", ""];
    child.stdout.on("data", (part) => {
      out += part;
    });
    child.stderr.on("data", (part) => {
      err += part;
    });
    const timer = setInterval(() => child.kill("SIGINT"), 4000);
    child.stderr.once("data", () => clearInterval(timer));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(130);
    expect(err).toContain("stopping after this tick");
    const [, ticks] = /Stopped at tick (\d+) of 100,?000\./.exec(out)!;
    expect(out).toContain(`--ticks ${ticks!.replace(/\B(?=(\d{3})+$)/g, "_")} --seed 1`);
  });
});

describe("--out", () => {
  const small = ["--people", "200", "--ticks", "5"];

  test("keeps a run whole, and only one run", () => {
    const text = answer("run", "town.yaml", ...small, "--out", "runs/1");
    expect(text).toContain("kept");
    expect(readdirSync(at("runs/1")).sort()).toEqual(["manifest.json", "measures.csv"]);
    const manifest = JSON.parse(readFileSync(at("runs/1/manifest.json"), "utf8"));
    expect(manifest).toMatchObject({ synthetic: true, runs: 1, seed: 1, people: 200, ticks: 5, stopped: false });
    expect(manifest.stateHash).toMatch(/^[0-9a-f]{16}$/);
    expect(manifest.scenario.title).toBe("Town");
    const [head, ...rows] = readFileSync(at("runs/1/measures.csv"), "utf8").trimEnd().split("\n");
    expect(head).toBe("tick,measure,group,count,sum");
    expect(rows).toContain("4,people,,200,200");
    answer("run", "town.yaml", ...small, "--out", "runs/1");
    const other = glasshouse(folder.path, "run", "town.yaml", ...small, "--seed", "2", "--out", "runs/1");
    expect(other.code).toBe(1);
    expect(other.err).toContain("error[out-taken]");
    expect(JSON.parse(readFileSync(at("runs/1/manifest.json"), "utf8")).seed).toBe(1);
  });

  test("can be run again from its manifest alone", () => {
    answer("run", "graded.yaml", ...small, "--out", "runs/graded");
    const manifest = JSON.parse(readFileSync(at("runs/graded/manifest.json"), "utf8"));
    writeFileSync(at("again.yaml"), JSON.stringify(manifest.scenario));
    const again = json("run", "again.yaml", ...small);
    expect(again).toMatchObject({ stateHash: manifest.stateHash, scenarioHash: manifest.scenarioHash });
  });

  test("takes no folder that holds other things, and no file", () => {
    mkdirSync(at("letters"));
    writeFileSync(at("letters/dear.txt"), "x");
    writeFileSync(at("file"), "x");
    for (const [out, code] of [
      ["letters", "out-foreign"],
      ["file", "out-not-folder"],
      ["file/below", "out-not-folder"],
    ] as const) {
      const { code: exit, err } = glasshouse(folder.path, "run", "town.yaml", ...small, "--out", out);
      expect(exit).toBe(1);
      expect(err).toContain(`error[${code}]`);
    }
    expect(existsSync(at("letters/manifest.json"))).toBe(false);
  });
});

describe("explain", () => {
  test("tells a life that adds up", async () => {
    const args = ["explain", "town.yaml", "--people", "2_000", "--tick", "40", "--person", "11"];
    const life = json(...args) as { start: number; score: number; entries: { points?: number }[] };
    const sum = life.entries.reduce((total, { points = 0 }) => total + points, life.start);
    expect(sum).toBeCloseTo(life.score, 3);
    const text = answer(...args);
    expectNarrow(text);
    await expect(text).toMatchFileSnapshot(golden("explain"));
  });
});

describe("compare", () => {
  test("tells what differs, most certain first", async () => {
    const args = ["compare", "town.yaml", "harder.yaml", "--seeds", "3", "--people", "1_000", "--ticks", "40"];
    const text = answer(...args);
    expectNarrow(text);
    await expect(text).toMatchFileSnapshot(golden("compare"));
    expect(json(...args)).toMatchObject({ synthetic: true, seeds: 3, people: 1000, ticks: 40 });
  });

  test("of a world with itself finds nothing", () => {
    const text = answer("compare", "town.yaml", "town.yaml", "--seeds", "2", "--people", "300", "--ticks", "10");
    expect(text).not.toContain("Clear differences");
    expect(text).toMatch(/figures are the same in both worlds/);
  });
});
