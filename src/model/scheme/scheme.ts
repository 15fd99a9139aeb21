import { grouped } from "../../core/problem.ts";
import { mapOf, may, need, type Of, record } from "../../language/shape.ts";
import { parameter, setting } from "../../language/tagged.ts";
import { quantity, rule, yesOrNo } from "../../language/values.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Conduct, Recorded } from "../conduct/conduct.ts";
import { joinRecorded } from "../conduct/recordable.ts";
import type { ColumnSpec } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import type { ScoreLegend } from "../legend/legend.ts";
import { contextsShape } from "./contexts.ts";
import { coversShape, thinFileShape } from "./covers.ts";
import { dimensionsShape } from "./dimensions.ts";
import { declareFiles, filesShape, lowerFiles } from "./files.ts";
import { associationShape } from "./friends.ts";
import { declareGrade } from "./grade.ts";
import { areasShape, factorsShape, legendOfPoints, lowerPoints, pointsShape } from "./points.ts";
import { legendOfScore, lowerScore, soFar } from "./score.ts";
import { shownShape } from "./shown.ts";
import type { Taken } from "./taken.ts";

const span = quantity("duration", { above: 0 });

/** `scheme`: how records become a score. */
export const schemeShape = record(
  {
    score: need(
      record(
        {
          start: may(
            // Asked once, before the first tick.
            { ...parameter(rule("number", "1000")), isRule: false },
            "the score at the start",
            "what the dimensions make of it; without dimensions it must be there",
          ),
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
    covers: may(
      coversShape,
      "whose records count, and who has a band: others keep the score of the start and are `ungraded`",
      "everyone",
    ),
    points: may(
      pointsShape,
      "what a record of each conduct is worth; a conduct that is not listed leaves the score alone",
    ),
    severity: may(
      factorsShape,
      "what graver acts multiply the points by, where these do not name the severity themselves; where a rule says how grave an act is, a severity without a factor counts as 1",
      "the severity itself",
    ),
    areas: may(areasShape, "weights and caps of areas of life"),
    contexts: may(
      contextsShape,
      "which areas of conduct may touch which domain of life: consequences of a domain that is named here are decided as if there were records of these areas alone",
      "all records touch every domain",
    ),
    files: may(filesShape, "what the system remembers of a person: names for rules"),
    dimensions: may(
      dimensionsShape,
      "what a score is made of: it is the mean of their values, by weight, put on the scale; points so far, which then begin at 0, are added to it",
    ),
    relative: may(
      yesOrNo,
      "whether records and dimensions make a `standing`, and the score is the share of all below it (and half of those that are level), put on the scale",
      "false",
    ),
    thin_file: may(thinFileShape, "who has too little on file for a score of their own"),
    truth: may(
      yesOrNo,
      "whether the world keeps account of which records are false: measures of mistakes, and in a life which records are. Nobody in the world knows it; so it is too wherever a rule asks for if_true(x)",
      "false",
    ),
    visible: may(
      yesOrNo,
      "whether people see the scores of others: false says what `shown: { score: nobody }` does",
      "true",
    ),
    shown: may(
      shownShape,
      "what of people is shown to whom; what is not shown is taken for the usual",
      "everything, to everyone",
    ),
    decay: may(
      record(
        {
          towards: need(
            parameter(rule("number", "1000")),
            "where the score drifts to; with dimensions, where the points so far do, such as 0",
          ),
          half_life: need(parameter(span), "the time in which half of the distance is gone"),
        },
        "{ towards: 1000, half_life: 2 years }",
      ),
      "how a score forgets",
    ),
    friends: may(
      record(
        {
          pull_per_tick: may(
            setting("0.004"),
            "the part of the distance to the mean of one's friends' scores that is covered in a tick",
          ),
          association: may(associationShape, "points for being friends with somebody of whom something holds"),
        },
        "{ pull_per_tick: 0.004 }",
      ),
      "what friends do to a score",
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
/** As many units as a rank can tell apart. */
const ranksMost = 2 ** 16;

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
  const spec: ColumnSpec = {
    name: "score",
    offset: 0,
    resolution: step,
    lowest,
    highest: Math.max(lowest + 1, highest),
    initial: lowest,
    role: "stored",
    doc: "the score, as everyone sees it",
  };
  const score = draft.addColumn(spec);
  draft.ownName(draft.personScope, "score", { kind: "number", tree: score.leaf, doc: "the score" }, place);
  declareStanding(scheme, spec, draft);
  declareFiles(scheme.files ?? [], draft);
}

/** What a score is made of besides its own column, and names for it. */
function declareStanding(scheme: Scheme, score: ColumnSpec, draft: Draft): void {
  const units = score.highest - score.lowest;
  const place = draft.placeOf("scheme.score");
  if (scheme.dimensions)
    draft.addColumn({ ...score, name: soFar, lowest: -units, highest: units, initial: 0, doc: "points so far" });
  if (scheme.points?.some(({ is }) => is.grade)) declareGrade(scheme.bands ?? [], draft);
  if (!scheme.relative) return;
  if (units >= ranksMost)
    draft.problem(
      "too-fine",
      `a standing on this scale has ${grouped(units)} steps`,
      place,
      `at most ${grouped(ranksMost - 1)}: a coarser resolution`,
    );
  const doc = "the standing, among those of all others";
  const standing = draft.addColumn({ ...score, name: "standing", doc });
  draft.ownName(draft.personScope, "standing", { kind: "number", tree: standing.leaf, doc }, place);
}

/** What records do, by conduct; and the steps that turn points and files into the score. */
export function lowerScheme(scheme: Scheme, conduct: Conduct, taken: Taken, draft: Draft): LoweredScheme {
  const { recorded, parts } = lowerPoints(scheme, conduct, taken, draft);
  for (const [name, more] of lowerFiles(scheme.files ?? [], conduct, taken.files, draft)) {
    recorded.set(name, joinRecorded(recorded.get(name), more));
  }
  const moved = lowerScore(scheme, parts, taken.grade.size > 0, draft);
  const legend = (): Omit<ScoreLegend, "mean"> => ({
    ...legendOfScore(scheme, moved, draft),
    ...legendOfPoints(scheme, parts, conduct, draft),
  });
  return { recorded, dimensions: moved.dimensions, legend };
}

/** What a scheme makes of records, by conduct; and what its score is to a reader, once all is lowered. */
export interface LoweredScheme {
  readonly recorded: Map<string, Recorded>;
  /** Points of each dimension of the score. */
  readonly dimensions: readonly NumberTree[];
  readonly legend: () => Omit<ScoreLegend, "mean">;
}
