import { slotsOf, wholeShare } from "../../plan/kinds.ts";
import type { GatherStep, Kind, Plan, Step } from "../../plan/plan.ts";
import { rankingsOf } from "../../plan/ranks.ts";
import { emitAct } from "./actStep.ts";
import { holdAscii, identifierOf, remarkOf } from "./ascii.ts";
import { communityParameters } from "./body.ts";
import { emitDrawing } from "./candidates.ts";
import { emitCensus } from "./censusStep.ts";
import { own, ownGlobal, type Printed, type Text } from "./code.ts";
import { declarationsOf } from "./constants.ts";
import { emitCount } from "./countStep.ts";
import { emitDeliver } from "./deliverStep.ts";
import { searches } from "./draws.ts";
import { emitDue } from "./dueStep.ts";
import { emitGather, emitPartners, runsOf } from "./gatherStep.ts";
import { emitHash } from "./hashStep.ts";
import { type Layout, layoutFor } from "./layout.ts";
import { emitLink } from "./linkStep.ts";
import { emitMap } from "./mapStep.ts";
import { masking } from "./masks.ts";
import { emitMeet } from "./meetStep.ts";
import { type Pieces, piecesOf } from "./pieces.ts";
import { emitSever } from "./severStep.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";

/** What a text is made for. */
export interface Variant {
  /** Whether threads share the memory. */
  readonly shared: boolean;
  /**
   * Whether each part of a tick can also be called by itself, one community at a time, and a part of nothing besides: for
   * whoever times them.
   */
  readonly apart?: boolean;
}

/** A plan as WebAssembly text, which imports the numbers that its functions are given. */
export interface Emitted {
  readonly text: () => Text;
  /** Says what the text is but for those numbers: what has the same shape is the same module. */
  readonly shape: string;
  readonly numbers: Numbers;
}

/** A number for each text, the same for the same: those of long texts are short to hold and to compare. */
function numberOf(text: Text): number {
  const known = numbered.get(text);
  if (known !== undefined) return known;
  // What is forgotten has another number when it comes again: a module is made once more, and none is mistaken.
  if (numbered.size === mostNumbered) numbered.clear();
  numbered.set(text, ++lastNumber);
  return lastNumber;
}

const numbered = new Map<Text, number>();
const mostNumbered = 2_000;
let lastNumber = 0;

/** What is imported besides `world`: for each function its numbers, by their places. */
export type Numbers = Readonly<Record<string, Readonly<Record<number, number>>>>;

/**
 * A plan as WebAssembly text. Every step is a function over one community; `tick` takes a range of communities through
 * all steps, one community at a time, so that all of a community stays in cache for the whole tick. That is the same as
 * step after step for everyone, because steps reach beyond a community only through what was published before. The text
 * is that of all threads of a memory, shared or not: a global tells each where its own working area lies. Functions that are
 * known are taken as they were: from `known`, or from what this process has emitted.
 */
export function emitText(plan: Plan, layout: Layout, { shared, apart = false }: Variant, known?: Pieces): Emitted {
  const around = surroundingsOf(plan);
  const pieces = known ?? piecesOf(around, layout);
  const runs = runsOf(plan.steps);
  const steps = plan.steps.map((step, i) => {
    const name = called(step.kind, i, step.name);
    const printed =
      step.kind === "gather"
        ? pieces.take(name, runs.get(step)!, () =>
            emitGather(runs.get(step)!, name, around, layoutFor(layout, undefined)),
          )
        : pieces.take(name, step, () => emitStep(step, i, name, around, layout));
    return { name, of: kindsOf(step), label: step.name, printed };
  });
  const starts = plan.start.map((step, i) => {
    const name = called("start", i, step.name);
    const printed = pieces.take(name, step, () => emitMap(step, name, around, layoutFor(layout, step.of)));
    return { name, of: kindsOf(step), label: step.name, printed };
  });
  const partners = emitFar(around, layout, pieces);
  const fresh = { name: "$scratch", of: firstKind, label: "scratch columns" };
  const censuses = censusesOf(plan).map(({ of, measures, ...census }) => {
    const make = (): Printed => emitCensus(measures, of, census.name, around, layoutFor(layout, of));
    return { ...census, of: [of], printed: pieces.take(census.name, [of, measures], make) };
  });
  const stored = plan.columns.filter(({ role }) => role === "stored");
  const publish = [...layout.published.keys()].map((name, i) => emitPublish(name, publishEntry(i), layout));
  const functions: (Text | Printed)[] = [
    searches,
    masking,
    ...(plan.steps.some(({ kind }) => kind === "act")
      ? [pieces.take("$draw_candidates", "", () => emitDrawing(layout))]
      : []),
    ...[...starts, ...partners, ...steps].flatMap(({ label, printed }) => [`  ${remarkOf(label)}`, printed]),
    emitScratch(plan, layout),
    ...censuses.map(({ printed }) => printed),
    ...stored.map((column, i) => {
      const name = `$hash_${i}`;
      return pieces.take(name, column, () => emitHash(column, name, around, layoutFor(layout, column.of)));
    }),
    ...publish,
    ...emitCounts(plan, around, layout, pieces),
    emitDrive("start", [fresh, ...partners, ...starts], layout),
    emitDrive("tick", [fresh, ...steps, ...censuses], layout),
    ...(apart ? [fresh, ...steps, ...censuses].map((part, i) => emitDrive(partEntry(i), [part], layout)) : []),
    ...(apart ? [emitDrive(emptyPart, [], layout)] : []),
    ...stored.map(({ of }, i) => emitDrive(`hash_${i}`, [{ name: `$hash_${i}`, of: [of] }], layout)),
  ];
  return joined(plan.title, Math.ceil(layout.bytes / 65_536), shared, functions);
}

/** A module of functions over a memory of so many pages. */
function joined(title: string, pages: number, shared: boolean, functions: readonly (Text | Printed)[]): Emitted {
  const printed = functions.filter((one) => typeof one !== "string");
  const { imports, globals } = declarationsOf(printed);
  const head = [
    `  (import "world" "memory" (memory ${pages} ${pages}${shared ? " shared" : ""}))`,
    `  (import "world" "own" (global ${ownGlobal} i32))`,
    ...imports,
    ...globals,
  ];
  const texts = (): Text[] => functions.map((one) => (typeof one === "string" ? one : one.text()));
  const shapes = functions.map((one) => (typeof one === "string" ? one : one.shape));
  return {
    text: () => holdAscii(["(module", `  ${remarkOf(title)}`, ...head, ...texts(), ")"].join("\n")),
    shape: [head.join("\n"), ...shapes].map(numberOf).join(" "),
    numbers: Object.fromEntries(printed.map(({ from, numbers }) => [from, { ...numbers }])),
  };
}

/** The entry that publishes a column, by its place among those that are. */
export function publishEntry(place: number): string {
  return `publish ${place}`;
}

/** The entry of a part of a tick, by place. */
export function partEntry(place: number): string {
  return `part ${place}`;
}

/** The entry of a part that does nothing: what calling one costs. */
export const emptyPart = "part of nothing";

/** What the parts of a tick are called, in the order in which `Variant.apart` makes them callable. */
export function partsOf(plan: Plan): string[] {
  const censuses = censusesOf(plan).map(({ label }) => label);
  return ["scratch columns", ...plan.steps.map(({ name }) => name), ...censuses];
}

/** The name of the function of a step: a profiler shows it, so it says which step that is. */
function called(kind: string, place: number, name: string): string {
  return `$${kind}_${place}_${identifierOf(name)}`;
}

function emitStep(
  step: Exclude<Step, GatherStep>,
  place: number,
  name: string,
  around: Surroundings,
  all: Layout,
): Printed {
  const layout = step.kind === "link" ? all : layoutFor(all, kindsOf(step)[0]);
  switch (step.kind) {
    case "map":
      return emitMap(step, name, around, layout);
    case "act":
      return emitAct(step, place, name, around, layout);
    case "due":
      return emitDue(step, name, around, layout);
    case "deliver":
      return emitDeliver(step, name, around, layout);
    case "link":
      return emitLink(step, name, around, layout);
    case "meet":
      return emitMeet(step, name, around, layout);
    case "sever":
      return emitSever(step, name, around, layout);
  }
}

/** Who meets whom over far ties, where there are any. */
function emitFar(around: Surroundings, layout: Layout, pieces: Pieces): (Called & Labelled)[] {
  if ((around.ties?.far ?? 0) === 0) return [];
  const [name, label] = ["$partners", "who meets whom over far ties"];
  return [{ name, of: firstKind, label, printed: pieces.take(name, "", () => emitPartners(around, name, layout)) }];
}

interface Labelled {
  readonly label: string;
  readonly printed: Printed;
}

/** A pass for each kind that is measured, and what it counts. The first has one in any case. */
function censusesOf(plan: Plan) {
  const measured = (kind: string): boolean => plan.measures.some(({ of }) => of === kind);
  const further = (plan.kinds ?? []).filter(({ name }) => measured(name));
  return [undefined, ...further.map(({ name }) => name)].map((of, i) => ({
    name: i === 0 ? "$census" : `$census_${i}`,
    of,
    label: of === undefined ? "census" : `census of ${of}`,
    measures: plan.measures.filter((measure) => measure.kind === "census" && measure.of === of),
  }));
}

/** Puts the scratch columns of a community back to where they begin. */
function emitScratch(plan: Plan, layout: Layout): Text {
  const fills = plan.columns
    .filter(({ role }) => role === "scratch")
    .map(({ name, initial, of }) => {
      const at = layout.worker.scratch.get(name)!;
      const bytes = slotsOf(plan, of) * 4;
      if (initial === 0) return `    (memory.fill ${own(`(i32.const ${at})`)} (i32.const 0) (i32.const ${bytes}))`;
      return `    (local.set $i (i32.const 0))
    (loop (i32.store offset=${at} ${own("(local.get $i)")} (i32.const ${initial}))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if 0 (i32.lt_u (local.get $i) (i32.const ${bytes}))))`;
    });
  return `  (func $scratch ${communityParameters} (local $i i32)\n${fills.join("\n")}\n  )`;
}

/** Counts the units of columns that are ranked. */
function emitCounts(plan: Plan, around: Surroundings, layout: Layout, pieces: Pieces): (Text | Printed)[] {
  const counts = rankingsOf(plan).map((ranking, i) => ({ ranking, name: `$count_${i}`, of: [ranking.column.of] }));
  if (counts.length === 0) return [];
  return [
    ...counts.map(({ ranking, name }) =>
      pieces.take(name, ranking, () => emitCount(ranking, name, around, layoutFor(layout, ranking.column.of))),
    ),
    emitDrive("count", counts, layout),
  ];
}

/** Copies the cells of a range of communities to where far friends look. */
function emitPublish(name: string, entry: string, layout: Layout): Text {
  const from = layout.columns.get(name)!;
  const to = layout.published.get(name)!;
  const bytes = layout.communitySize * from.bytes;
  const offset = (first: string): string => `(i32.mul ${first} (i32.const ${bytes}))`;
  const inStretch = `(i32.sub (local.get $first) (i32.const ${layout.stretch.first}))`;
  return `  ${remarkOf(`publishes ${name}`)}
  (func (export "${entry}") (param $first i32) (param $end i32)
    (memory.copy (i32.add (i32.const ${to.at}) ${offset("(local.get $first)")}) (i32.add (i32.const ${from.at}) ${offset(inStretch)})
      (i32.mul (i32.sub (local.get $end) (local.get $first)) (i32.const ${bytes}))))`;
}

/** A function over one community, and the kinds whose cells it is told of. */
interface Called {
  readonly name: string;
  readonly of: readonly (string | undefined)[];
}

const firstKind = [undefined];

/** The kinds that a step goes over. */
function kindsOf(step: Step): readonly (string | undefined)[] {
  if (step.kind === "link") return [undefined, step.of];
  return "of" in step ? [step.of] : firstKind;
}

/** A function that takes a range of communities, one after the other, through others. */
function emitDrive(name: string, calls: readonly Called[], layout: Layout): Text {
  const size = layout.communitySize;
  const kinds = [...layout.kinds.values()].filter(({ kind }) => calls.some(({ of }) => of.includes(kind.name)));
  const suffixOf = (of: string | undefined): string =>
    of === undefined ? "" : `_of_${[...layout.kinds.keys()].indexOf(of)}`;
  const lines = calls.map(({ name: called, of }) => {
    const cells = of.map(suffixOf).map((suffix) => ` (local.get $cell${suffix}) (local.get $filled${suffix})`);
    return `      (call ${called} (local.get $community)${cells.join("")})`;
  });
  const locals = ["", ...kinds.map(({ kind }) => suffixOf(kind.name))].map(
    (suffix) => ` (local $cell${suffix} i32) (local $filled${suffix} i32)`,
  );
  return `  (func (export "${name}") (param $first i32) (param $end i32)
    (local $community i32)${locals.join("")}
    (local.set $community (local.get $first))
    (block (loop
      (br_if 1 (i32.ge_u (local.get $community) (local.get $end)))
      (local.set $cell (i32.mul (i32.sub (local.get $community) (i32.const ${layout.stretch.first})) (i32.const ${size})))
      (local.set $filled (i32.sub (i32.const ${layout.size}) (i32.mul (local.get $community) (i32.const ${size}))))
      (local.set $filled (select (i32.const ${size}) (local.get $filled) (i32.gt_u (local.get $filled) (i32.const ${size}))))
${[...kinds.map(({ kind }) => countKind(kind, suffixOf(kind.name), layout)), ...lines].join("\n")}
      (local.set $community (i32.add (local.get $community) (i32.const 1)))
      (br 0))))`;
}

/** The cells of a further kind: its share of those of the first kind up to the end of the community, and before it. */
function countKind({ slots, share }: Kind, suffix: string, layout: Layout): Text {
  const before = `(i64.extend_i32_u (i32.mul (local.get $community) (i32.const ${layout.communitySize})))`;
  const shareOf = (people: string): string =>
    `(i64.shr_u (i64.mul ${people} (i64.const ${share})) (i64.const ${Math.log2(wholeShare)}))`;
  const through = shareOf(`(i64.add ${before} (i64.extend_i32_u (local.get $filled)))`);
  return `      (local.set $cell${suffix} (i32.mul (i32.sub (local.get $community) (i32.const ${layout.stretch.first})) (i32.const ${slots})))
      (local.set $filled${suffix} (i32.wrap_i64 (i64.sub ${through} ${shareOf(before)})))`;
}
