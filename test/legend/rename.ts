import type { Lowered } from "../../src/model/lower.ts";
import type { Arrival, Effect, Event, Let, MapStep, Plan, Step } from "../../src/plan/plan.ts";
import type { Tree } from "../../src/rules/tree.ts";

/** What names in a plan can be of. Purposes of chance and labels in the hash are results, and stay. */
type Of = "column" | "global" | "measure" | "step" | "table" | "queue" | "local" | "label" | "kind" | "groups";

/** A plan and its legend with every name in the plan replaced by one that says nothing, or by what `call` gives. */
export function renamed({ plan, legend }: Lowered, call = (i: number): string => `x${i}`): Lowered {
  const names = new Names(call);
  return { plan: renamePlan(plan, names), legend: renameLegend(legend, names) };
}

class Names {
  readonly #known = new Map<string, string>();
  readonly #trees = new Map<Tree, Tree>();
  readonly #call: (i: number) => string;

  constructor(call: (i: number) => string) {
    this.#call = call;
  }

  of(what: Of, name: string): string {
    // The start of the world is told apart by no name of its own.
    const key = `${what} ${name}`;
    const known = this.#known.get(key) ?? this.#call(this.#known.size);
    this.#known.set(key, known);
    return known;
  }

  /** Undefined stays what it is. */
  kind<T extends string | undefined>(of: T): T {
    return (of === undefined ? undefined : this.of("kind", of)) as T;
  }

  /** Trees share parts, and go on sharing them. */
  tree<T extends Tree>(tree: T, isMeasure: (name: string) => boolean = () => false): T {
    const known = this.#trees.get(tree);
    if (known) return known as T;
    const made = this.#leafOrNode(tree, isMeasure);
    this.#trees.set(tree, made);
    return made as T;
  }

  #leafOrNode(tree: Tree, isMeasure: (name: string) => boolean): Tree {
    const { op } = tree;
    if (op === "global" && isMeasure(tree.name)) return { ...tree, name: this.of("measure", tree.name) };
    if (op === "column" || op === "global" || op === "local") return { ...tree, name: this.of(op, tree.name) };
    const parts = Object.entries(tree).map(([key, part]) =>
      typeof part === "object" && "op" in part ? [key, this.tree(part, isMeasure)] : [key, part],
    );
    return Object.fromEntries(parts);
  }

  keys(what: Of, values: Readonly<Record<string, number>>): Record<string, number> {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [this.of(what, key), value]));
  }
}

function renamePlan(plan: Plan, n: Names): Plan {
  const measures = new Set(plan.measures.map(({ name }) => name));
  return {
    ...plan,
    kinds: plan.kinds?.map((kind) => ({ ...kind, name: n.of("kind", kind.name) })),
    columns: plan.columns.map((one) => ({ ...one, name: n.of("column", one.name), of: n.kind(one.of) })),
    globals: plan.globals.map((one) => ({ ...one, name: n.of("global", one.name) })),
    tables: plan.tables.map((one) => ({ ...one, name: n.of("table", one.name) })),
    queues: plan.queues.map((one) => ({ ...one, name: n.of("queue", one.name) })),
    ties: plan.ties && {
      ...plan.ties,
      cut: plan.ties.cut && { ...plan.ties.cut, column: n.of("column", plan.ties.cut.column) },
    },
    start: plan.start.map((step) => renameStep(step, n) as MapStep),
    steps: plan.steps.map((step) => renameStep(step, n)),
    measures: plan.measures.map((one) => ({
      ...one,
      name: n.of("measure", one.name),
      of: n.kind(one.of),
      where: n.tree(one.where),
      value: n.tree(one.value),
      groups: one.groups && { ...one.groups, name: n.of("groups", one.groups.name), index: n.tree(one.groups.index) },
    })),
    updates: plan.updates.map((one) => {
      const global = n.of("global", one.global);
      if (one.kind === "measure") return { ...one, global, measure: n.of("measure", one.measure) };
      if (one.kind === "tree") return { ...one, global, is: n.tree(one.is, (name) => measures.has(name)) };
      return { ...one, global };
    }),
    script: plan.script && {
      ...plan.script,
      columns: n.keys("column", plan.script.columns),
      acts: plan.script.acts.map((act) => ({ ...act, step: n.of("step", act.step), set: n.keys("local", act.set) })),
    },
  };
}

function renameStep(step: Step, n: Names): Step {
  const name = n.of("step", step.name);
  const seen = (sees: readonly { readonly local: string; readonly column: string }[]) =>
    sees.map((one) => ({ local: n.of("local", one.local), column: n.of("column", one.column) }));
  switch (step.kind) {
    case "map":
      return {
        ...step,
        when: step.when && n.tree(step.when),
        name,
        of: n.kind(step.of),
        lets: lets(step.lets, n),
        writes: step.writes.map(write),
      };
    case "act": {
      const layers = step.layers.map((layer) => ({ ...layer, table: n.of("table", layer.table) }));
      return { ...step, name, of: n.kind(step.of), layers, rate: n.tree(step.rate), event: event(step.event, n) };
    }
    case "due": {
      const { when, chance, above } = step;
      const trees = { when: n.tree(when), chance: n.tree(chance), above: above && n.tree(above) };
      return { ...step, name, of: n.kind(step.of), ...trees, event: event(step.event, n) };
    }
    case "deliver":
      return {
        ...step,
        name,
        of: n.kind(step.of),
        queue: n.of("queue", step.queue),
        record: arrival(step.record, n),
      };
    case "gather":
      return { ...step, name, ...three(step) };
    case "link":
      return { ...step, name, of: n.kind(step.of), ...three(step) };
    case "meet": {
      const happens = { ...step.happens, chance: n.tree(step.happens.chance) };
      return {
        ...step,
        name,
        happens,
        sees: seen(step.sees),
        chance: n.tree(step.chance),
        above: step.above && n.tree(step.above),
        beside: step.beside && effects(step.beside, n),
        event: event(step.event, n),
      };
    }
    case "sever":
      return {
        ...step,
        name,
        sees: seen(step.sees),
        cut: n.tree(step.cut),
        mend: n.tree(step.mend),
        because: step.because?.map(({ column, until }) => ({
          column: n.of("column", column),
          until: until && n.tree(until),
        })),
      };
  }

  function write(one: MapStep["writes"][number]): MapStep["writes"][number] {
    const ledger = one.ledger?.map(({ label, part }) => ({ label: n.of("label", label), part: n.tree(part) }));
    return { ...one, column: n.of("column", one.column), value: n.tree(one.value), ledger };
  }

  function three({ column, sum, count }: { column: string; sum: string; count: string }) {
    return { column: n.of("column", column), sum: n.of("column", sum), count: n.of("column", count) };
  }
}

function lets(all: readonly Let[], n: Names): Let[] {
  return all.map((one) => renameLet(one, n));
}

function renameLet(one: Let, n: Names): Let {
  const name = n.of("local", one.name);
  switch (one.kind) {
    case "number":
      return { ...one, name, is: n.tree(one.is) };
    case "truth":
      return { ...one, name, is: n.tree(one.is) };
    case "chance":
      return { ...one, name, p: n.tree(one.p) };
    case "pick":
      return { ...one, name, table: n.of("table", one.table), row: n.tree(one.row) };
    case "pickByScore":
      return { ...one, name, table: n.of("table", one.table), row: n.tree(one.row), score: n.tree(one.score) };
    case "rank":
      return { ...one, name, column: n.of("column", one.column), among: one.among && n.tree(one.among) };
    case "uniform":
    case "normal":
      return { ...one, name };
  }
}

function effects(all: readonly Effect[], n: Names): Effect[] {
  return all.map((one): Effect => {
    const value = n.tree(one.value);
    if (one.kind === "tally") return { ...one, measure: n.of("measure", one.measure), value };
    const column = n.of("column", one.column);
    if (one.kind === "raise") return { ...one, column, value };
    return { ...one, column, value, label: one.label === undefined ? undefined : n.of("label", one.label) };
  });
}

function event(of: Event, n: Names): Event {
  return {
    lets: lets(of.lets, n),
    before: effects(of.before, n),
    when: n.tree(of.when),
    misdirect: of.misdirect && {
      ...of.misdirect,
      chance: n.tree(of.misdirect.chance),
      ...(of.misdirect.says === undefined ? {} : { says: n.of("local", of.misdirect.says) }),
    },
    wait: of.wait && { queue: n.of("queue", of.wait.queue), delay: n.tree(of.wait.delay) },
    record: arrival(of.record, n),
  };
}

function arrival(of: Arrival, n: Names): Arrival {
  return {
    carry: of.carry.map((name) => n.of("local", name)),
    lets: lets(of.lets, n),
    effects: effects(of.effects, n),
    ...(of.posts && {
      posts: of.posts.map(({ when, queue, delay, carry }) => ({
        when: n.tree(when),
        queue: n.of("queue", queue),
        delay: n.tree(delay),
        carry: carry.map((tree) => n.tree(tree)),
      })),
    }),
    label: n.of("label", of.label),
  };
}

/** References by the key under which a legend has them; what it says to a reader stays as it is. */
const referring: Readonly<Record<string, Of>> = {
  ...Object.fromEntries(
    ["column", "left", "notice", "days", "felt", "there", "from", "to", "sum", "count"].map((key) => [key, "column"]),
  ),
  ...Object.fromEntries(
    ["measure", "acts", "records", "points", "blocked", "under", "worth", "mean"].map((key) => [key, "measure"]),
  ),
  ...Object.fromEntries(
    ["on", "notified", "entries", "exits", "performed", "struck", "enrolled"].map((key) => [key, "measure"]),
  ),
  ...Object.fromEntries(["disputes", "freed", "upheld", "takenBack", "costs"].map((key) => [key, "measure"])),
  ...Object.fromEntries(["off", "dropped", "served", "refused", "answers", "thinks"].map((key) => [key, "measure"])),
  ...Object.fromEntries(["isRaised", "isFreed", "due", "astray"].map((key) => [key, "local"])),
  step: "step",
  grade: "step",
  thin: "step",
  global: "global",
  label: "label",
  severity: "local",
  day: "local",
};

function renameLegend<T>(legend: T, n: Names): T {
  return visit(legend, []) as T;

  function visit(value: unknown, path: readonly string[]): unknown {
    const key = path.at(-1) ?? "";
    if (typeof value === "string") return refer(value, path);
    if (typeof value !== "object" || value === null) return value;
    if ("op" in value) return n.tree(value as Tree);
    if (Array.isArray(value)) return value.map((one) => visit(one, path));
    // Places in files have ends of their own.
    if (key === "place" || key === "provenance") return value;
    return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, visit(one, [...path, inner])]));
  }

  function refer(value: string, path: readonly string[]): string {
    const [above, key] = [path.at(-2), path.at(-1) ?? ""];
    if (key === "of" && (path.length <= 2 || above === "kinds")) return n.of("kind", value);
    // Of a kind what counts it, of a mean what counts those in it.
    if (key === "count" && above === "kinds") return n.of("measure", value);
    if ((key === "left" || key === "days") && (above === "enrolment" || above === "measures"))
      return n.of("measure", value);
    if (key === "blocked" && above === "locals") return n.of("local", value);
    if (above === "mistakes" && key === "score") return n.of("column", value);
    if (above === "mistakes" && (key === "band" || key === "cost")) return n.of("measure", value);
    const of = referring[key];
    return of === undefined ? value : n.of(of, value);
  }
}
