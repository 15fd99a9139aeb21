import { grouped } from "../../core/problem.ts";
import { mapOf, may, type Named, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { names, quantity, rule } from "../../language/values.ts";
import type { Effect, Let, Write } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { type Conduct, type Recorded, severityName } from "../conduct/conduct.ts";
import { joinRecorded, recordedConduct } from "../conduct/recordable.ts";
import { type ColumnHandle, rangeOf, wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import type { FileLegend } from "../legend/legend.ts";
import { checkStep, startShape, startValue } from "../population/start.ts";
import { addInbox } from "./points.ts";

const span = quantity("duration", { above: 0 });

const fields = record(
  {
    of: may(
      mapOf(parameter(rule("number", "1")), "amounts by conduct, such as { late_payment: 1, default: 4 }", {
        least: 1,
        most: 256,
      }),
      "what a record of each conduct adds; a rule may speak of `severity`",
    ),
    half_life: may(parameter(span), "the time in which half of it is forgotten", "it is kept"),
    from: may(quantity("number"), "the least it can be", "0"),
    to: may(quantity("number"), "the most it can be", "100"),
    resolution: may(
      quantity("number", { from: 1e-9 }),
      "the step in which it is kept; smaller changes are made by chance",
      "1/16",
    ),
    since: may(
      names("a conduct or a list of conducts", 64),
      "it is the time, in years, since the last record of any of these",
    ),
    up_to: may(parameter(span), "with `since`: the time after which there is nothing on file any more"),
    start: may(startShape, "its value at the start", "0; with `since`, `up_to`"),
  },
  "{ of: { late_payment: 1 }, half_life: 2 years } or { since: default, up_to: 7 years }",
);
type File = Of<typeof fields>;

const file: Shape<File> = {
  ...fields,
  read: (node, reading, path) => {
    const read = fields.read(node, reading, path);
    if (!read) return undefined;
    const { of, since, up_to, half_life, from, to, resolution } = read;
    const sums = of && !since && !up_to;
    const looksBack = since && up_to && ![of, half_life, from, to, resolution].some(Boolean);
    if (sums || looksBack) return read;
    return refuse(reading, node.place, "one-file", `${path} does not say what is remembered`, fields.says);
  },
};

/** `scheme.files`: what the system remembers of a person. Each is a name for rules. */
export const filesShape = mapOf(file, "files by name, such as late: { of: { late_payment: 1 }, half_life: 2 years }", {
  most: 64,
});
export type Files = Of<typeof filesShape>;
type One = Named<File>;

const inboxOf = (called: string): string => `${called}.inbox`;
const metOf = (called: string): string => `${called}.recorded`;
const ticksOf = (called: string): string => `${called}.ticks`;
const mostTicks = 60_000;

/** The step in which files begin. */
export const filesAtStart = "files at the start";

/** Columns and names, before any rule is read. */
export function declareFiles(files: Files, draft: Draft): void {
  for (const one of files) {
    const meaning = one.is.since ? declareSince(one, draft) : declareSum(one, draft);
    draft.name(draft.personScope, one.name, meaning, one.place);
  }
}

function declareSum({ name, is }: One, draft: Draft): Parameters<Draft["name"]>[2] {
  const from = is.from?.amount ?? 0;
  const to = is.to?.amount ?? 100;
  const resolution = is.resolution?.amount ?? 1 / 16;
  const place = draft.placeOf(`scheme.files.${name}`);
  if (!(from < to)) draft.problem("empty-range", `the range of ${name} is empty`, place, "from below to");
  checkStep(name, to - from, resolution, place, draft);
  const highest = Math.max(1, Math.round((to - from) / resolution));
  const doc = `on file: ${name}`;
  const { leaf: tree } = draft.addColumn({
    name,
    offset: from,
    resolution,
    lowest: 0,
    highest,
    // Nothing is on file: 0, or what the range has nearest to it.
    initial: Math.min(highest, Math.max(0, Math.round(-from / resolution))),
    role: "stored",
    doc,
  });
  return { kind: "number", tree, doc };
}

/** Whole ticks are kept, and years made of them, so that seven years are exactly 7. */
function declareSince({ name, is }: One, draft: Draft): Parameters<Draft["name"]>[2] {
  const ticks = Math.max(1, Math.round(draft.calendar.ticksOf(is.up_to!)));
  if (ticks > mostTicks)
    draft.problem(
      "term-too-long",
      `this looks back over ${grouped(ticks)} ticks`,
      draft.placeOf(`scheme.files.${name}.up_to`),
      `at most ${grouped(mostTicks)} ticks`,
    );
  const doc = `years since the last record of ${is.since!.map(({ value }) => value).join(", ")}`;
  const column = wholeColumn(ticksOf(name), 0, ticks, "stored", `ticks that ${name} stands for`, ticks);
  const tree = build.divideBy(draft.addColumn(column).leaf, build.constant(draft.calendar.ticksPerYear));
  return { kind: "number", tree, doc };
}

/** What records add to files, by conduct; and the steps that start, fade and count them. */
export function lowerFiles(
  files: Files,
  conduct: Conduct,
  taken: ReadonlySet<string>,
  draft: Draft,
): Map<string, Recorded> {
  const recorded = new Map<string, Recorded>();
  const starts: Write[] = [];
  const lets: Let[] = [];
  const writes: Write[] = [];
  for (const one of files) {
    const column = columnOf(one, draft);
    if (one.is.since) writes.push(...lowerSince(one, column, taken, draft));
    else writes.push(lowerSum(one, column, draft));
    const start = lowerStart(one, column, draft, lets);
    if (start) starts.push(start);
    for (const { name, ...more } of entriesOf(one, conduct, draft))
      recorded.set(name, joinRecorded(recorded.get(name), more));
  }
  if (starts.length > 0) draft.addStart({ kind: "map", name: filesAtStart, lets, writes: starts });
  if (writes.length > 0) draft.addStep({ kind: "map", name: "on file", lets: [], writes });
  return recorded;
}

function columnOf({ name, is }: One, draft: Draft): ColumnHandle {
  return draft.column(is.since ? ticksOf(name) : name);
}

function lowerStart({ name, is }: One, file: ColumnHandle, draft: Draft, lets: Let[]): Write | undefined {
  if (!is.start) return undefined;
  const path = `scheme.files.${name}`;
  const perYear = is.since ? draft.calendar.ticksPerYear : 1;
  const { column } = file;
  const grid = { ...column, resolution: column.resolution / perYear };
  const { from, to } = rangeOf(grid);
  const value = startValue(is.start, path, { from, to }, grid, draft, lets);
  if (!value) return undefined;
  const byChance = { kind: "chance", purpose: draft.own<string>(`${path}/start rounding`) } as const;
  return file.set(build.multiply(value, build.constant(perYear)), is.since ? undefined : byChance);
}

/** F ← F + Σ amounts − (1 − 2^(−1/h)) F. */
function lowerSum({ name, is }: One, file: ColumnHandle, draft: Draft): Write {
  const doc = `what this tick's records add to ${name}`;
  const fresh = addInbox(inboxOf(name), file.column.resolution, doc, draft).leaf;
  const fading = is.half_life ? 1 - 2 ** (-1 / draft.calendar.ticksOf(is.half_life)) : 0;
  const value = is.half_life ? build.subtract(fresh, build.multiply(build.constant(fading), file.leaf)) : fresh;
  return file.change(build.choose(draft.begun, value, build.constant(0)), {
    kind: "chance",
    purpose: draft.own(`scheme.files.${name}/rounding`),
  });
}

/** One tick more, held at the end; none after a record. */
function lowerSince({ name, is }: One, file: ColumnHandle, taken: ReadonlySet<string>, draft: Draft): Write[] {
  if (is.since!.some(({ value }) => taken.has(value))) return lowerTakenSince(name, file, draft);
  const met = draft.addColumn(
    wholeColumn(metOf(name), 0, 1, "scratch", `whether a record of this tick begins ${name} anew`),
  );
  const value = build.choose(
    build.compare("gt", met.leaf, build.constant(0)),
    build.constant(0),
    build.add(file.leaf, build.constant(1)),
  );
  return [file.set(build.choose(draft.begun, value, file.leaf))];
}

/**
 * The same where records can be taken back: once all records are, of the tick that it counts from, it stands where it would
 * without them. What was before the one before is not known any more, so that it goes back once.
 */
function lowerTakenSince(name: string, file: ColumnHandle, draft: Draft): Write[] {
  const zero = build.constant(0);
  const met = draft.addColumn(
    wholeColumn(metOf(name), 0, 255, "scratch", `records of this tick that begin ${name} anew`),
  );
  const { before, records, freed } = sinceOf(name, file, draft);
  const isMet = build.compare("gt", met.leaf, zero);
  const left = build.greater(build.subtract(records.leaf, freed.leaf), zero);
  const isBack = build.and(build.compare("gt", records.leaf, zero), build.compare("eq", left, zero));
  const goesBack = build.add(build.add(before.leaf, file.leaf), build.constant(2));
  const on = build.choose(isBack, goesBack, build.add(file.leaf, build.constant(1)));
  return [
    file.set(build.choose(draft.begun, build.choose(isMet, zero, on), file.leaf)),
    before.set(build.choose(isMet, file.leaf, before.leaf)),
    records.set(build.choose(isMet, met.leaf, left)),
  ];
}

/** What is kept of the record that a file counts from, so that it can be taken back; made where it is first asked for. */
function sinceOf(name: string, file: ColumnHandle, draft: Draft) {
  const made = (called: string, most: number, role: "stored" | "scratch", doc: string): ColumnHandle =>
    draft.find(called) ?? draft.addColumn(wholeColumn(called, 0, most, role, doc));
  return {
    before: made(`${name}.before`, file.column.highest, "stored", `ticks that ${name} stood for before that`),
    records: made(`${name}.records`, 255, "stored", `records of the tick that ${name} counts from`),
    freed: made(`${name}.freed`, 255, "scratch", `those of them that are taken back in this tick`),
  };
}

/** What records leave on file, and where that can be taken back. */
export interface KeptOnFile {
  readonly name: string;
  /** The conducts that it is of. */
  readonly of: ReadonlySet<string>;
  readonly is:
    | { readonly kind: "sum"; readonly inbox: ColumnHandle; readonly halfLife: number | undefined }
    | { readonly kind: "since"; readonly ticks: ColumnHandle; readonly freed: ColumnHandle };
}

/** All files of which records of some conducts can be taken back. */
export function keptOnFile(files: Files, taken: ReadonlySet<string>, draft: Draft): KeptOnFile[] {
  return files.flatMap((one): KeptOnFile[] => {
    const { name, is } = one;
    const of = new Set([...(is.of ?? []).map((each) => each.name), ...(is.since ?? []).map(({ value }) => value)]);
    if (![...of].some((conduct) => taken.has(conduct))) return [];
    const column = columnOf(one, draft);
    if (is.since)
      return [{ name, of, is: { kind: "since", ticks: column, freed: sinceOf(name, column, draft).freed } }];
    const halfLife = is.half_life && draft.calendar.ticksOf(is.half_life);
    return [{ name, of, is: { kind: "sum", inbox: draft.column(inboxOf(name)), halfLife } }];
  });
}

/** The columns that records write of a file. */
export function isOnFile(column: string, files: Files, draft: Draft): boolean {
  return files.some(({ name }) => [inboxOf(name), metOf(name)].some((one) => draft.find(one)?.ref === column));
}

interface Entry extends Recorded {
  readonly name: string;
}

function entriesOf({ name: called, is }: One, conduct: Conduct, draft: Draft): Entry[] {
  const path = `scheme.files.${called}`;
  const covered = build.number(draft.covered);
  const kept = [...(is.of ?? []).map(({ name, place }) => ({ value: name, place })), ...(is.since ?? [])];
  for (const { value, place } of kept) recordedConduct(value, `is to be kept in ${called}`, place, conduct, draft);
  if (is.since) {
    const effect: Effect = { kind: "add", column: draft.column(metOf(called)).ref, value: covered };
    return is.since.map(({ value }) => ({ name: value, lets: [], effects: [effect] }));
  }
  return is.of!.flatMap(({ name, is: amount }): Entry[] => {
    const tree = amountOf(amount, draft);
    if (!tree) return [];
    const value = build.choose(draft.covered, tree, build.constant(0));
    const bound = Math.max(Math.abs(value.range.from), Math.abs(value.range.to));
    const most = boundOf(called, draft);
    const place = draft.placeOf(`${path}.of.${name}`);
    if (bound >= most && tree.op === "constant")
      draft.problem(
        "out-of-range",
        `${grouped(bound)} is more than a record can add`,
        place,
        `less than ${grouped(most)}`,
      );
    else if (!(bound < most))
      draft.problem(
        "file-unbounded",
        `nothing shows how much a record of ${name} adds`,
        place,
        "a rule with bounds, such as min(x, 5)",
      );
    const inbox = draft.column(inboxOf(called)).ref;
    return [{ name, lets: [], effects: [{ kind: "add", column: inbox, value, label: name }] }];
  });
}

type Amount = NonNullable<File["of"]>[number]["is"];

/** What has been read of each kind of entity: a rule is read once, and its faults are said once. */
const known = new WeakMap<Draft, Map<Amount, NumberTree | undefined>>();

/** What a record adds, with how grave it was as a local. */
function amountOf(amount: Amount, draft: Draft): NumberTree | undefined {
  const read = known.get(draft) ?? new Map<Amount, NumberTree | undefined>();
  known.set(draft, read);
  if (!read.has(amount)) {
    const scope = new Scope(draft.personScope);
    const severity = build.local(severityName, { from: 1, to: 10 });
    scope.add(severityName, { kind: "number", tree: severity, doc: "how grave the act was" });
    read.set(amount, draft.number(amount, scope));
  }
  return read.get(amount);
}

/** What files become at once by one record of a conduct, by column, with how grave it was as a local. */
export function filesAfter(files: Files, conduct: string, draft: Draft): Map<string, NumberTree> {
  const after = new Map<string, NumberTree>();
  for (const one of files) {
    const { ref, leaf, column } = columnOf(one, draft);
    if (one.is.since?.some(({ value }) => value === conduct)) after.set(ref, build.constant(0));
    const amount = one.is.of?.find(({ name }) => name === conduct)?.is;
    const tree = amount && amountOf(amount, draft);
    if (!tree) continue;
    const { from, to } = rangeOf(column);
    after.set(ref, build.clamp(build.add(leaf, tree), from, to));
  }
  return after;
}

/** What a record can add at most: what is added in a tick is kept in 32 bits. */
function boundOf(called: string, draft: Draft): number {
  return 2 ** 28 * draft.column(inboxOf(called)).column.resolution;
}

/** What the system remembers, to a reader. */
export function legendOfFiles(files: Files, draft: Draft): FileLegend[] {
  return files.map((one) => {
    const said = draft.said(`scheme.files.${one.name}`, one.name);
    return { ...said, column: columnOf(one, draft).ref, adds: one.is.of !== undefined };
  });
}
