import { type Argument, Command } from "commander";
import { version } from "../core/version.ts";
import { fitted, layCommand, wrap } from "../report/table.ts";
import type { BenchFlags } from "./bench.ts";
import type { Call } from "./call.ts";
import { commandName } from "./commandName.ts";
import type { CompareFlags } from "./compare.ts";
import type { ExplainFlags } from "./explain.ts";
import { refuseRepeated } from "./faults.ts";
import type { PlanFlags } from "./plan.ts";
import type { RunFlags } from "./run.ts";
import type { StudioFlags } from "./studio.ts";
import type { Terminal } from "./terminal.ts";
import type { VerifyFlags } from "./verify.ts";

const scenarioSays = "a scenario: the path of a .yaml file, or the name of a shipped one";
const flags = {
  people: ["--people <n>", "number of people, instead of the scenario's own"],
  ticks: ["--ticks <n>", "number of ticks, fewer or more than the scenario's own"],
  seed: ["--seed <s>", "the seed of all chance (default: 1)"],
  backend: ["--backend <name>", "what reckons: auto, interpret or wasm; the results are the same (default: auto)"],
  threads: ["--threads <n>", "threads that reckon; the results are the same"],
  twins: [
    "--twins <n>",
    "seeds from which questions are answered, each with and without (default: 8; 0 for no answers)",
  ],
  "twin-people": ["--twin-people <n>", "people in each of these worlds (default: one in fifty, from 4_000 to 20_000)"],
  json: ["--json", "for programs: JSON on standard output, problems as well"],
} as const;
type Flag = keyof typeof flags;

/**
 * The command line's grammar: every verb with its arguments, its options and an example. What a verb does is loaded when
 * it is called, since most of what there is to load is the library, and neither help nor a slip of the pen needs it.
 */
export function openProgram(call: Call): Command {
  const { terminal } = call;
  const program = new Command(commandName())
    .description("A laboratory for social credit systems: whole schemes, run on a country of synthetic people.")
    .version(version, "-V, --version", "the version")
    .helpOption("-h, --help", "this help")
    .helpCommand("help [verb]", "the help of a verb")
    .usage("<verb> [options]")
    .configureHelp({
      // Beside their names where there is room for them, below them elsewhere.
      ...(terminal.width < 60
        ? { minWidthToWrap: 10, formatItem: (term, _, says) => layItem(term, says, terminal.width) }
        : {}),
      subcommandTerm: (one) => [one.name(), ...one.registeredArguments.map((each) => nameOf(each))].join(" "),
    })
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (text) => terminal.print(fitted(text.replace(/\n$/, "").split("\n"), terminal.width)),
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  // An option that is given twice would pass with its last value: the others would be lost without a word.
  program.hook("preAction", (_, verb) => refuseRepeated(verb, call.line));
  addExamples(program, call.terminal, ["list", "run suining --people 110_000"]);
  addLooking(program, call);
  addRunning(program, call);
  addMeasuring(program, call);
  addStudio(program, call);
  return program;
}

/** Verbs that run nothing. */
function addLooking(program: Command, call: Call): void {
  const fresh = verb(program, "new", "write a small commented scenario to begin with", ["json"]);
  fresh.argument("<name>", "its name: NAME.yaml is written here, and never over a file");
  fresh.action(async (word: string) => (await import("./new.ts")).newVerb(word, call));
  addExamples(fresh, call.terminal, ["new my-town"]);

  const list = verb(program, "list", "show the scenarios that are shipped", ["json"]);
  list.action(async () => (await import("./list.ts")).listVerb(call));
  addExamples(list, call.terminal, ["list"]);

  const check = verb(program, "check", "check a scenario and say all that is wrong with it", ["json"]);
  check
    .argument("<scenario>", scenarioSays)
    .action(async (word: string) => (await import("./check.ts")).checkVerb(word, call));
  addExamples(check, call.terminal, ["check my-town.yaml"]);

  const plan = verb(program, "plan", "show a tick as a table of steps, and the memory it takes", [
    "people",
    "ticks",
    "json",
  ]);
  plan
    .option("--wat", "print the WebAssembly text that the plan is compiled to instead")
    .argument("<scenario>", scenarioSays)
    .action(async (word: string, options: PlanFlags) => (await import("./plan.ts")).planVerb(word, options, call));
  addExamples(plan, call.terminal, ["plan suining --people 1_400_000_000", "plan littering --wat"]);
}

/** Verbs that run worlds. */
function addRunning(program: Command, call: Call): void {
  const scale = ["people", "ticks", "seed"] as const;
  const run = verb(program, "run", "run a scenario once and tell what became of it", [...scale, "backend", "threads"]);
  run
    .argument("[scenario]", `${scenarioSays}; not needed with --resume`)
    .option("--out <dir>", "keep the run in this folder: manifest.json and measures.csv")
    .option("--html <file>", "tell the run as one web page in this file, with charts, sources and assumptions")
    .option("--checkpoint <every>", "keep a checkpoint every so many ticks (in --out, or in a folder in runs)")
    .option("--resume <dir>", "go on from the checkpoint in this folder; --ticks may be more than before")
    .option(...flags.twins)
    .option(...flags["twin-people"])
    .option(...flags.json)
    .action(async (word: string | undefined, options: RunFlags) =>
      (await import("./run.ts")).runVerb(word, options, call),
    );
  addExamples(run, call.terminal, [
    "run suining --people 110_000 --seed 7 --out runs/7",
    "run suining --people 110_000 --html suining.html",
    "run suining --checkpoint 26 --out runs/suining",
    "run --resume runs/suining",
  ]);

  const verify = verb(program, "verify", "live a kept run again from its first tick, and hold its folder to it", []);
  verify
    .argument("<folder>", "the folder of a run, from --out")
    .option(...flags.backend)
    .option(...flags.threads)
    .option(...flags.json)
    .action(async (word: string, options: VerifyFlags) =>
      (await import("./verify.ts")).verifyVerb(word, options, call),
    );
  addExamples(verify, call.terminal, ["verify runs/suining"]);

  const explain = verb(
    program,
    "explain",
    "tell the life of one person or enterprise, and all that moved its score",
    [],
  );
  explain
    .argument("<scenario>", scenarioSays)
    .option("--person <i>", "whose life: a number from 0")
    .option("--enterprise <i>", "or the life of which enterprise: a number from 0")
    .option("--tick <t>", "the life up to this tick, which may be beyond the scenario's own (default: to its end)")
    .option("--all", "every small step on a line of its own")
    .option(...flags.people)
    .option(...flags.seed)
    .option(...flags.json)
    .action(async (word: string, options: ExplainFlags) =>
      (await import("./explain.ts")).explainVerb(word, options, call),
    );
  addExamples(explain, call.terminal, ["explain suining --person 42", "explain national-repair --enterprise 7"]);

  const compare = verb(program, "compare", "run two scenarios over the same people, and tell what differs", []);
  compare
    .argument("<a>", scenarioSays)
    .argument("<b>", "the scenario to compare it with")
    .option("--seeds <n>", "how many seeds, each of them in both worlds (default: 20)")
    .option("--seed <s>", "the first seed (default: 1)");
  for (const flag of ["people", "ticks", "backend", "threads", "twins", "twin-people", "json"] as const)
    addFlag(compare, flag);
  compare.action(async (a: string, b: string, options: CompareFlags) =>
    (await import("./compare.ts")).compareVerb([a, b], options, call),
  );
  addExamples(compare, call.terminal, ["compare none suining --seeds 20 --people 20_000"]);
}

/** The verb that measures this machine. */
function addMeasuring(program: Command, call: Call): void {
  const bench = verb(program, "bench", "measure how fast scenarios run on this machine", []);
  bench
    .argument(
      "[scenario...]",
      "scenarios: r1, the benchmark model, paths and shipped names (default: r1 and all shipped)",
    )
    .option("--people <n>", "the largest number of people (default: 10_000_000)")
    .option("--quick", "few people and few ticks: whether it runs, not how fast")
    .option("--steps", "what each step of a tick costs, in nanoseconds a person on one thread (default scenario: r1)")
    .action(async (words: string[], options: BenchFlags) =>
      (await import("./bench.ts")).benchVerb(words, options, call),
    );
  for (const flag of ["threads", "json"] as const) addFlag(bench, flag);
  addExamples(bench, call.terminal, ["bench r1 --people 100_000_000", "bench suining --steps"]);
}

/** The verb that shows worlds in a browser. */
function addStudio(program: Command, call: Call): void {
  const studio = verb(program, "studio", "look into worlds in a browser, from this machine and for it alone", ["json"]);
  studio
    .argument("[scenario]", `${scenarioSays}; without one all are shown`)
    .option("--port <n>", "the port to begin with; one that is taken gives way to the next (default: 4747)")
    .option("--no-open", "print the address and open no browser")
    .action(async (word: string | undefined, options: StudioFlags) =>
      (await import("./studio.ts")).studioVerb(word, options, call),
    );
  addExamples(studio, call.terminal, ["studio suining"]);
}

function verb(program: Command, name: string, says: string, options: readonly Flag[]): Command {
  const made = program.command(name).description(says).helpOption("-h, --help", "this help");
  for (const option of options) addFlag(made, option);
  return made;
}

function nameOf(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

function addFlag(command: Command, flag: Flag): void {
  const [name, says] = flags[flag];
  command.option(name, says);
}

/** Examples of a verb, as this command is called. */
function addExamples(command: Command, { width }: Terminal, examples: readonly string[]): void {
  const title = examples.length === 1 ? "Example:" : "Examples:";
  const lines = examples.flatMap((one) => layCommand(`${commandName()} ${one}`, width));
  command.addHelpText("after", `\n${[title, ...lines].join("\n")}`);
}

/** An argument, option or verb with what it is below it. */
function layItem(term: string, says: string, width: number): string {
  const lines = wrap(says, width - 6).map((line) => `      ${line}`);
  return [`  ${term}`, ...(says === "" ? [] : lines)].join("\n");
}
