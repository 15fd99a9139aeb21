import { grouped } from "../core/problem.ts";
import { mapOf, may, need, type Of, record } from "../language/shape.ts";
import { parameter, parameterWith, plainSetting, setting } from "../language/tagged.ts";
import type { Quantity } from "../language/units.ts";
import { quantity, rule } from "../language/values.ts";
import type { MapStep } from "../plan/plan.ts";
import * as build from "../rules/build.ts";
import { Scope } from "../rules/scope.ts";
import type { NumberTree } from "../rules/tree.ts";
import { type Conduct, type Recorded, severityName } from "./conduct.ts";
import { type Draft, rangeOf, wholeColumn } from "./draft.ts";
import { friendsMean } from "./ties.ts";

const span = quantity("duration", { above: 0 });

const cap = record(
  {
    gain: may(parameter(quantity("points", { from: 0 })), "the most points that can be won in a period", "no limit"),
    loss: may(parameter(quantity("points", { from: 0 })), "the most points that can be lost in a period", "no limit"),
    period: may(span, "the period, counted from the start of the world", "1 year"),
  },
  "a mapping such as { loss: 100 points, period: 1 year }",
);
type Cap = Of<typeof cap>;

const repetition = record(
  {
    factor: need(
      parameter(quantity("number", { from: 0, to: 100 })),
      "by which the points grow with each earlier record of the period",
    ),
    at_most: may(parameter(quantity("number", { from: 0, to: 10_000 })), "the greatest factor there can be", "10"),
    period: may(span, "after which earlier records are forgotten", "1 year"),
  },
  "a mapping such as { factor: 1.5, at_most: 4 }",
);

const pointsOf = parameterWith(
  plainSetting("-30"),
  {
    repetition: may(repetition, "how points grow when it happens again"),
    cap: may(cap, "the most that it can change in a period"),
  },
  "points, such as -30, or { is: -30, documented: ... }",
);

/** `scheme`: how records become a score. */
export const schemeShape = record(
  {
    score: need(
      record(
        {
          start: need(parameter(rule("number", "1000")), "the score at the start"),
          from: need(parameter(quantity("points")), "the lowest score there is"),
          to: need(parameter(quantity("points")), "the highest score there is"),
          resolution: may(
            quantity("points", { from: 0.0001 }),
            "the step in which it is kept; smaller changes are made by chance",
            "1/16 point",
          ),
        },
        "{ start: 1000, from: 0, to: 1000 }",
      ),
      "the scale",
    ),
    points: may(
      mapOf(pointsOf, "points by conduct, such as littering: -1", { most: 256 }),
      "what a record of each conduct is worth; a conduct that is not listed leaves the score alone",
    ),
    severity: may(
      parameter(mapOf(quantity("number"), "factors by severity, such as { 1: 1, 2: 3 }", { keys: "any", most: 10 })),
      "what graver acts multiply the points by",
      "the severity itself",
    ),
    areas: may(
      mapOf(
        record(
          {
            weight: may(setting("1"), "what points of this area are multiplied by", "1"),
            cap: may(cap, "the most that the area can change in a period"),
          },
          "{ weight: 1, cap: ... }",
        ),
        "areas by name",
      ),
      "weights and caps of areas of life",
    ),
    decay: may(
      record(
        {
          towards: need(parameter(rule("number", "1000")), "where the score drifts to"),
          half_life: need(parameter(span), "the time in which half of the distance is gone"),
        },
        "{ towards: 1000, half_life: 2 years }",
      ),
      "how a score forgets",
    ),
    friends: may(
      record(
        {
          pull_per_tick: need(
            setting("0.004"),
            "the part of the distance to the mean of one's friends' scores that is covered in a tick",
          ),
        },
        "{ pull_per_tick: 0.004 }",
      ),
      "how friends' scores pull",
    ),
    bands: may(
      mapOf(parameter(quantity("points")), "the lowest score of each band, such as { A: 970, D: 0 }", {
        keys: "word",
        least: 2,
        most: 32,
      }),
      "grades",
    ),
    bands_in_force: may(
      rule("truth", "phase == graded"),
      "while this holds there are bands; otherwise everyone is `ungraded`",
      "always",
    ),
  },
  "a mapping with score, points and bands",
);
export type Scheme = Of<typeof schemeShape>;

const usualResolution = 1 / 16;
/** Points are summed this much finer than the score is kept, so that no fraction of a point is lost in a record. */
const inboxSteps = 256;
const inboxMost = 2 ** 30;

/** The score's column and name. */
export function declareScheme(scheme: Scheme, draft: Draft): void {
  const { from, to, resolution } = scheme.score;
  const step = resolution?.amount ?? usualResolution;
  const place = draft.placeOf("scheme.score");
  if (!(from.amount < to.amount))
    draft.problem("empty-range", `the scale from ${from.amount} to ${to.amount} is empty`, place, "from below to");
  const lowest = Math.round(from.amount / step);
  const highest = Math.round(to.amount / step);
  if (Math.abs(lowest * step - from.amount) > 1e-6 || Math.abs(highest * step - to.amount) > 1e-6)
    draft.problem(
      "off-grid",
      `the scale from ${from.amount} to ${to.amount} is not made of whole steps of ${step}`,
      place,
      "ends that are multiples of the resolution",
    );
  if (highest - lowest > 2 ** 22)
    draft.problem(
      "too-fine",
      `the scale has ${grouped(highest - lowest)} steps`,
      place,
      `at most ${grouped(2 ** 22)}: a coarser resolution`,
    );
  const leaf = draft.addColumn({
    name: "score",
    offset: 0,
    resolution: step,
    lowest,
    highest: Math.max(lowest + 1, highest),
    initial: lowest,
    role: "stored",
    doc: "the score, as everyone sees it",
  });
  draft.ownName(draft.personScope, "score", { kind: "number", tree: leaf, doc: "the score" }, place);
}

/** What records do to a person's points, by conduct; and the step that turns points into the score. */
export function lowerScheme(scheme: Scheme, conduct: Conduct, draft: Draft): Map<string, Recorded> {
  const recorded = new Map<string, Recorded>();
  const column = draft.columns.find(({ name }) => name === "score")!;
  const fine = column.resolution / inboxSteps;
  const inbox = (name: string, doc: string): NumberTree =>
    draft.addColumn({
      name,
      offset: 0,
      resolution: fine,
      lowest: -inboxMost,
      highest: inboxMost,
      initial: 0,
      role: "scratch",
      doc,
    });
  const parts: { label: string; part: NumberTree }[] = [
    { label: "records", part: inbox("points", "points of this tick's records") },
  ];
  for (const { name, is } of scheme.points ?? []) {
    const kind = conduct.find((one) => one.name === name);
    if (!kind) continue;
    const area = scheme.areas?.find((one) => one.name === kind.is.area?.value);
    const own = is.cap ? `points.${name}` : area?.is.cap ? `points.area.${area.name}` : "points";
    if (own !== "points" && !draft.columns.some((one) => one.name === own)) {
      const sum = inbox(own, `points of this tick's records of ${is.cap ? name : area!.name}`);
      parts.push({
        label: `${is.cap ? name : area!.name} (capped)`,
        part: capped(own, sum, (is.cap ?? area?.is.cap)!, draft),
      });
    }
    const points = pointsTree(name, is, area, scheme, draft);
    if (points) recorded.set(name, recordedAs(name, points, own, is.repetition !== undefined));
  }
  const score = build.column("score", rangeOf(column));
  parts.push(...driftOf(scheme, score, draft));
  const scale = { from: scheme.score.from.amount, to: scheme.score.to.amount };
  const start = draft.within(scheme.score.start, scale);
  if (start)
    draft.start.push({
      kind: "map",
      name: "score at the start",
      lets: [],
      writes: [{ column: "score", mode: "set", value: start, rounding: { kind: "nearest" } }],
    });
  const step: MapStep = {
    kind: "map",
    name: "score",
    lets: [],
    writes: [
      {
        column: "score",
        mode: "change",
        value: parts.map(({ part }) => part).reduce(build.add),
        rounding: { kind: "chance", purpose: "score/rounding" },
        ledger: parts,
      },
    ],
  };
  draft.maps.push(step);
  return recorded;
}

function recordedAs(conduct: string, points: NumberTree, column: string, counted: boolean): Recorded {
  const value = build.local("points of it", points.range);
  return {
    lets: [{ name: "points of it", kind: "number", is: points }],
    effects: [
      { kind: "add", column, value, label: conduct },
      { kind: "tally", measure: `points.${conduct}`, value },
      ...(counted ? [{ kind: "add" as const, column: `${conduct}.new`, value: build.constant(1) }] : []),
    ],
  };
}

type Points = Of<typeof pointsOf>;
type Area = NonNullable<Scheme["areas"]>[number];

/** The points of one record, over whoever it is put down to. */
function pointsTree(
  conduct: string,
  points: Points,
  area: Area | undefined,
  scheme: Scheme,
  draft: Draft,
): NumberTree | undefined {
  const scope = new Scope(draft.personScope);
  const severity = build.local(severityName, { from: 1, to: 10 });
  scope.add(severityName, { kind: "number", tree: severity, doc: "how grave the act was" });
  let tree = draft.setting(points.is, `scheme.points.${conduct}`, scope);
  const factors = scheme.severity;
  const graver =
    factors === undefined
      ? severity
      : factors.reduce<NumberTree>(
          (rest, { name, is }) =>
            build.choose(build.compare("eq", severity, build.constant(Number(name))), build.constant(is.amount), rest),
          build.constant(1),
        );
  const weight = area?.is.weight
    ? draft.setting(area.is.weight, `scheme.areas.${area.name}.weight`, draft.globalScope)
    : build.constant(1);
  if (!tree || !weight) return undefined;
  tree = build.multiply(build.multiply(tree, graver), weight);
  return points.repetition ? build.multiply(tree, repeated(conduct, points.repetition, draft)) : tree;
}

/** The factor of repetition, and the count of earlier ticks' records that it follows. */
function repeated(conduct: string, { factor, at_most, period }: Of<typeof repetition>, draft: Draft): NumberTree {
  const most = at_most?.amount ?? 10;
  const earlier = draft.addColumn(
    wholeColumn(`${conduct}.earlier`, 0, 255, "stored", `records of ${conduct} in this period, before this tick`),
  );
  const fresh = draft.addColumn(wholeColumn(`${conduct}.new`, 0, 255, "scratch", `records of ${conduct} in this tick`));
  // Acts come before the step that forgets: they must not see the last period in the first tick of the next.
  const remembered = build.choose(periodBegins(period, draft), build.constant(0), earlier);
  draft.maps.push({
    kind: "map",
    name: `${conduct} again`,
    lets: [],
    writes: [
      {
        column: `${conduct}.earlier`,
        mode: "set",
        value: build.add(remembered, fresh),
        rounding: { kind: "nearest" },
      },
    ],
  });
  const grown = build.binary("pow", build.constant(factor.amount), remembered);
  const held = build.lesser(grown, build.constant(most));
  return { ...held, range: { from: 0, to: Math.max(1, most) } } as NumberTree;
}

/** Points of a tick held to what is left of a cap in the period. */
function capped(name: string, sum: NumberTree, { gain, loss, period }: Cap, draft: Draft): NumberTree {
  const found = draft.columns.find((one) => one.name === name)!;
  const most = found.highest * found.resolution;
  const counted = draft.addColumn({
    ...found,
    name: `${name}.counted`,
    role: "stored",
    doc: `${name} that counted in this period`,
  });
  const before = build.choose(periodBegins(period, draft), build.constant(0), counted);
  const held = build.clamp(
    build.add(before, sum),
    -Math.min(loss?.amount ?? most, most),
    Math.min(gain?.amount ?? most, most),
  );
  draft.maps.push({
    kind: "map",
    name: `${name} under its cap`,
    lets: [],
    writes: [
      { column: `${name}.counted`, mode: "set", value: held, rounding: { kind: "nearest" } },
      { column: name, mode: "set", value: build.subtract(held, before), rounding: { kind: "nearest" } },
    ],
  });
  return sum;
}

/** Whether a period, counted from the start of the world, begins in this tick. */
function periodBegins(period: Quantity | undefined, draft: Draft): ReturnType<typeof build.compare> {
  const ticks = Math.max(
    1,
    Math.round(draft.calendar.ticksOf(period ?? { amount: 1, dimension: "duration", per: "year" })),
  );
  const tick = draft.globalScope.lookup("tick")!.tree as NumberTree;
  const length = build.constant(ticks);
  const whole = build.multiply(
    build.unary("floor", build.divideBy(build.add(tick, build.constant(0.5)), length)),
    length,
  );
  return build.compare("eq", tick, whole);
}

/** What moves a score without records: decay, and the pull of friends; both over the score before the tick. */
function driftOf(scheme: Scheme, score: NumberTree, draft: Draft): { label: string; part: NumberTree }[] {
  const parts: { label: string; part: NumberTree }[] = [];
  if (scheme.friends) {
    const pull = draft.setting(scheme.friends.pull_per_tick, "scheme.friends.pull_per_tick", draft.personScope, {
      from: 0,
      to: 1,
    });
    const place = draft.placeOf("scheme.friends");
    if (!draft.ties)
      draft.problem(
        "no-friends",
        "scores cannot be pulled by friends: nobody has any",
        place,
        "population.ties with friends: 4",
      );
    else if (pull) {
      const mean = friendsMean("score", draft)!.tree as NumberTree;
      parts.push({ label: "friends' pull", part: build.multiply(pull, build.subtract(mean, score)) });
    }
  }
  if (scheme.decay) {
    const towards = draft.within(scheme.decay.towards, {
      from: scheme.score.from.amount,
      to: scheme.score.to.amount,
    });
    const rate = 1 - 2 ** (-1 / draft.calendar.ticksOf(scheme.decay.half_life));
    if (towards)
      parts.push({ label: "decay", part: build.multiply(build.constant(rate), build.subtract(towards, score)) });
  }
  return parts;
}
