import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { everything } from "../experiment/worlds.ts";
import { type Ended, go, textAt } from "./command.ts";

/** The commands that are killed, what stands there before, and what they come to where they are let go. */

export const ticks = 60;
const scale = ["--people", "1000", "--seed", "8"];
const world = ["run", "everything.yaml", ...scale, "--ticks", String(ticks), "--json"];

export interface Scenes {
  readonly path: string;
  readonly hash: string;
  readonly csv: string;
  readonly starter: string;
  /** What verbs print that keep nothing. */
  readonly printed: ReadonlyMap<string, string>;
  /** Figures that stand in the folder before. */
  formerCsv(mode: Mode): string | undefined;
  /** Milliseconds that a command takes when it is let go. */
  usual(mode: Mode): number;
}

export interface Mode {
  readonly name: string;
  readonly args: readonly string[];
  /** What is in its folder at last, beside the scenario. */
  readonly leaves: readonly string[];
  /** Which run stands there before, in a folder of its own; none where there is nothing. */
  readonly before?: "whole" | "short";
  /** What is wrong with what the call after says. */
  told(ended: Ended, scenes: Scenes): string[];
}

function toldHash({ out }: Ended, { hash }: Scenes): string[] {
  const said = out.startsWith("{") ? JSON.parse(out).stateHash : undefined;
  return said === hash ? [] : [`the state hash is ${said}, and not ${hash}`];
}

function running(name: string, leaves: readonly string[], ...more: string[]): Mode {
  return { name, args: [...world, ...more], leaves, told: toldHash };
}

function printing(name: string, ...args: string[]): Mode {
  const told = ({ out }: Ended, { printed }: Scenes): string[] =>
    steady(out) === printed.get(name) ? [] : ["it prints something else than before"];
  return { name, args, leaves: [], told };
}

/** Without what is measured of the machine. */
function steady(text: string): string {
  return text.replaceAll(/"(wallSeconds|personTicksPerSecond|seconds)": [\d.e+-]+/g, "");
}

const keeping = ["--checkpoint", "7"];

export const modes: readonly Mode[] = [
  running("run", []),
  running("run --out", ["x"], "--out", "x"),
  running("run --checkpoint", ["x"], "--out", "x", ...keeping),
  running("run --out with a page in it", ["x"], "--out", "x", "--html", "x/page.html"),
  running("run --html", ["page.html"], "--html", "page.html"),
  running("run --checkpoint --html", ["x", "page.html"], "--out", "x", ...keeping, "--html", "page.html"),
  { ...running("run over a run", ["x"], "--out", "x", "--html", "x/page.html"), before: "whole" },
  {
    name: "run --resume",
    args: ["run", "--resume", "x", "--ticks", String(ticks), "--json", ...keeping],
    leaves: ["x"],
    before: "short",
    told: toldHash,
  },
  {
    name: "run --resume without a checkpoint to come",
    args: ["run", "--resume", "x", "--ticks", String(ticks), "--json", "--checkpoint", "1000", "--html", "x/page.html"],
    leaves: ["x"],
    before: "short",
    told: toldHash,
  },
  { name: "verify", args: ["verify", "x", "--json"], leaves: ["x"], before: "whole", told: toldHash },
  printing(
    "compare",
    "compare",
    "everything.yaml",
    "littering",
    "--people",
    "1000",
    "--ticks",
    "30",
    "--seeds",
    "3",
    "--json",
  ),
  printing("explain", "explain", "everything.yaml", "--person", "5", ...scale, "--tick", String(ticks), "--json"),
  {
    name: "new",
    args: ["new", "town", "--json"],
    leaves: ["town.yaml"],
    // Where the first was quick enough, there is one by then.
    told: () => [],
  },
];

/** Makes what the modes begin with, and takes down what they come to. */
export async function prepare(path: string): Promise<Scenes> {
  writeFileSync(join(path, "everything.yaml"), everything.text);
  const call = async (...args: string[]): Promise<Ended> => {
    const ended = await go(path, args);
    if (ended.code !== 0) throw new Error(`${args.join(" ")}: ${ended.err}${ended.out}`);
    return ended;
  };
  const whole = await call(...world, "--out", "whole", ...keeping);
  await call("run", "everything.yaml", ...scale, "--ticks", "40", "--out", "short", ...keeping);
  await call("new", "town");
  const printed = new Map<string, string>();
  const usual = new Map<string, number>();
  for (const { name, args } of modes.filter(({ told, leaves }) => leaves.length === 0 && told !== toldHash)) {
    const ended = await call(...args);
    printed.set(name, steady(ended.out));
    usual.set(name, ended.milliseconds);
  }
  return {
    path,
    hash: JSON.parse(whole.out).stateHash,
    csv: textAt(path, "whole", "measures.csv")!,
    starter: textAt(path, "town.yaml")!,
    printed,
    formerCsv: ({ before }) => before && textAt(path, before, "measures.csv"),
    usual: ({ name }) => usual.get(name) ?? whole.milliseconds,
  };
}
