import { choices, grouped, nearest } from "../../core/problem.ts";
import { mapOf, may, need, type Of, record } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { names, quantity, rule, text } from "../../language/values.ts";
import type { Groups, Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/parse.ts";
import type { Figure } from "../../rules/read.ts";
import type { NumberTree, Tree, TruthTree } from "../../rules/tree.ts";
import { wholeColumn } from "../draft/columns.ts";
import type { CensusSpec, Draft, MeasureSaid } from "../draft/draft.ts";
import { shareOf } from "../draft/fit.ts";
import type { SurveyLegend } from "../legend/legend.ts";
import { asSeen } from "../population/seen.ts";
import { periodBegins } from "../time/periods.ts";
import { lastOf } from "./measures.ts";

/** `surveys`: what a sample of people is asked, and what they answer. */
export const surveysShape = mapOf(
  record(
    {
      asks: need(text(200), "the question, as it is put"),
      of: may(parameter(rule("truth", "age >= 18")), "who can be asked", "everyone"),
      sample: need(
        parameter(quantity("people", { from: 1, whole: true })),
        "how many are asked each time: each with the same chance, so that it is the mean of how many are",
      ),
      every: may(
        parameter(quantity("duration", { above: 0 })),
        "how often, counted from the start of the world; at least a tick",
        "1 year",
      ),
      says: need(
        parameter(rule("either", "approval > 0.5 || afraid")),
        "what who is asked answers: a truth, or the chance of a yes; it need not be what they think",
      ),
      thinks: may(
        parameter(rule("either", "approval > 0.5")),
        "what they think, which no pollster knows: a truth, or a chance; its share among all who can be asked is told in each tick",
      ),
      by: may(names("a group or a list of groups", 8), "told apart by these groups as well"),
    },
    'a mapping such as { asks: "Do you approve of it?", sample: 2_209, says: approval > 0.5 }',
  ),
  "surveys by name",
  { most: 32 },
);
export type Surveys = Of<typeof surveysShape>;
type Survey = Surveys[number];

/** Names of what is counted, and of chance, of a survey. */
const answersOf = (survey: string): string => `surveys.${survey}`;
const thoughtsOf = (survey: string): string => `surveys.${survey}.thinks`;
const askableOf = (survey: string): string => `surveys.${survey}.of`;
/** What the column of a survey holds: 0 who was not asked. */
const [saidNo, saidYes] = [1, 2] as const;

/**
 * Asks people at the end of ticks, once all else is as it will be. What they say goes nowhere but into the measures, so
 * that a survey changes nothing. `size` is what the scenario says: in a smaller run everyone may be asked.
 */
export function lowerSurveys(surveys: Surveys, size: number, draft: Draft): void {
  for (const survey of surveys) {
    checkSurvey(survey, size, draft);
    lowerSurvey(survey, draft);
  }
}

function checkSurvey({ name, is }: Survey, size: number, draft: Draft): void {
  if (is.sample.amount > size)
    draft.problem(
      "sample-too-large",
      `${grouped(is.sample.amount)} people are to be asked, and there are ${grouped(size)}`,
      draft.placeOf(`surveys.${name}.sample`),
      "at most as many as live in this world",
    );
  if (is.every && draft.calendar.ticksOf(is.every) < 1 - 1e-6)
    draft.problem(
      "period-too-short",
      "this is shorter than a tick, and nobody is asked twice in one",
      draft.placeOf(`surveys.${name}.every`),
      "at least a tick",
    );
}

function lowerSurvey({ name, is }: Survey, draft: Draft): void {
  const asked = is.of ? draft.truth(is.of) : build.truth(true);
  // They answer by what they see.
  const read = (rule: RuleText): Figure | undefined => {
    const figure = draft.either(rule, shareOf);
    return figure && ({ ...figure, tree: asSeen(figure.tree as Tree, draft) } as Figure);
  };
  const says = read(is.says);
  const thinks = is.thinks && read(is.thinks);
  const groups = groupsNamed(is.by ?? [], draft);
  if (!asked || !says || (is.thinks && !thinks)) return;
  const inTurn = build.choose(asked, chanceOf(name, is, asked, draft), build.constant(0));
  const lets: Let[] = [
    { name: "asked", kind: "chance", p: inTurn, purpose: draft.own(`surveys.${name}/asked`) },
    says.kind === "truth"
      ? { name: "says yes", kind: "truth", is: says.tree }
      : { name: "says yes", kind: "chance", p: says.tree, purpose: draft.own(`surveys.${name}/says`) },
  ];
  const [isAsked, yes] = lets.map((one) => build.local(one.name, { from: 0, to: 1 })) as [NumberTree, NumberTree];
  const doc = `what who is asked in ${name} says: ${saidNo} no, ${saidYes} yes, 0 who is not asked`;
  const column = draft.addColumn(wholeColumn(answersOf(name), 0, saidYes, "scratch", doc));
  const answer = build.choose(
    build.compare("gt", isAsked, build.constant(0)),
    build.add(yes, build.constant(saidNo)),
    build.constant(0),
  );
  const when = periodBegins(is.every, draft);
  draft.addStep({ kind: "map", name: `survey ${name}`, when, lets, writes: [column.set(answer)] });
  const said: CensusSpec = {
    where: build.compare("gt", column.leaf, build.constant(0)),
    value: build.number(build.compare("eq", column.leaf, build.constant(saidYes))),
    resolution: 1,
    figure: "share",
    doc: `of those asked in ${name} in the tick, the share who say yes`,
  };
  addApart(answersOf(name), said, groups, { topic: "survey" }, draft);
  if (!thinks) return;
  const thought: CensusSpec = {
    where: asked,
    value: thinks.kind === "truth" ? build.number(thinks.tree) : build.clamp(thinks.tree, 0, 1),
    resolution: thinks.kind === "truth" ? 1 : 1 / 1024,
    figure: "share",
    doc: `of all who can be asked in ${name}, the share who think so`,
  };
  addApart(thoughtsOf(name), thought, groups, { topic: "survey thinks" }, draft);
}

/** The chance of being asked: the sample over how many could be in the last tick; before the first, over everyone. */
function chanceOf(name: string, is: Survey["is"], who: TruthTree, draft: Draft): NumberTree {
  const sample = build.constant(is.sample.amount);
  const ofEveryone = build.divideBy(sample, build.constant(draft.size));
  if (!is.of) return ofEveryone;
  const doc = `people who can be asked in ${name}`;
  const spec: CensusSpec = { where: who, value: build.constant(1), resolution: 1, figure: "count", doc };
  const measure = draft.census(askableOf(name), spec, { topic: "survey of" });
  const { leaf: could } = draft.addGlobal(
    {
      name: lastOf(askableOf(name)),
      start: 0,
      range: { from: 0, to: draft.size },
      doc: `${doc}, as of the last tick`,
    },
    { kind: "measure", measure },
  );
  return build.choose(build.compare("gt", could, build.constant(0)), build.divideBy(sample, could), ofEveryone);
}

/** A measure of everyone, and by groups. */
function addApart(
  name: string,
  spec: CensusSpec,
  groups: readonly Groups[],
  said: Pick<MeasureSaid, "topic">,
  draft: Draft,
): void {
  draft.census(name, spec, said);
  for (const one of groups) draft.census(`${name} by ${one.name}`, { ...spec, groups: one }, { ...said, stem: name });
}

function groupsNamed(by: NonNullable<Survey["is"]["by"]>, draft: Draft): Groups[] {
  const known = [...draft.groups.keys()];
  return by.flatMap(({ value, place }) => {
    const groups = draft.groups.get(value);
    if (!groups)
      draft.problem(
        "unknown-group",
        `there is no group "${value}"`,
        place,
        choices(known, "an entry under groups"),
        nearest(value, known),
      );
    return groups ?? [];
  });
}

/** What is asked, to a reader. */
export function legendOfSurveys(surveys: Surveys, draft: Draft): SurveyLegend[] {
  return surveys.map(({ name, is }) => ({
    ...draft.said(`surveys.${name}`, name),
    asks: is.asks,
    answers: draft.measure(answersOf(name)),
    thinks: is.thinks ? draft.measure(thoughtsOf(name)) : undefined,
    groups: (is.by ?? []).map(({ value }) => ({
      group: value,
      answers: draft.measure(`${answersOf(name)} by ${value}`),
      thinks: is.thinks ? draft.measure(`${thoughtsOf(name)} by ${value}`) : undefined,
    })),
  }));
}
