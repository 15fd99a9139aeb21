import { type Answers, calendarOf, type Lowered, type Run, reckon, type Scenario } from "../index.ts";
import { layAnswers, sayTwins } from "./answers.ts";
import { layEnterprises } from "./enterprises.ts";
import { isUnsettled, layActs, layConsequences, layMeasures, unsettledSays } from "./figures.ts";
import { layFriends } from "./friends.ts";
import { enterprisesOf, peopleOf } from "./kinds.ts";
import { layBlocked, layEnrolment, layLists } from "./lists.ts";
import { layLowest } from "./lowest.ts";
import { layMistakes } from "./mistakes.ts";
import type { Paint } from "./paint.ts";
import { layPlaces } from "./places.ts";
import { layRedress } from "./redress.ts";
import { layResponses } from "./responses.ts";
import { bandsOf, lastGraded, layBands, layCounted, layHistogram } from "./score.ts";
import { laySurveys } from "./surveys.ts";
import { layTable, widthOf, wrap } from "./table.ts";
import {
  asArgument,
  asShellWord,
  plain,
  sayBytes,
  sayCount,
  sayDay,
  sayFigure,
  sayLarge,
  sayName,
  sayNumber,
  saySeconds,
} from "./wording.ts";

/**
 * What a person reads after a run: first what it was asked. `word` is what they called the scenario, `called` what the command
 * is called.
 */
export function laySummary(
  run: Run,
  word: string,
  width: number,
  paint: Paint,
  answers?: Answers,
  called = "glasshouse",
): string[] {
  const { scenario } = run;
  const [{ score }] = run.legend.kinds;
  const lowest = bandsOf(run)[0];
  // Where grades have ended, what they did is told as of their last day.
  const graded = lowest ? lastGraded(run) : run.ticks - 1;
  const tick = graded < 0 ? run.ticks - 1 : graded;
  const day = sayDay(calendarOf(scenario.data.time).dayOf(tick));
  const when = tick < run.ticks - 1 ? `when grades ended (${day})` : "at the end";
  const sections: [string, string[]][] = [];
  if (answers) sections.push([`Answers, from ${sayTwins(answers)}`, layAnswers(answers.answers, width, paint)]);
  if (score) sections.push([sayMean(run), [...layHistogram(run, width, paint), ...layCounted(run, width)]]);
  if (lowest) sections.push([`Bands over time, the last ${when}`, layBands(run, width, paint)]);
  if (run.phases.length > 0) sections.push(["Phases", layPhases(run, width, paint)]);
  if (lowest && graded >= 0) {
    sections.push([`The lowest band, ${sayName(lowest.name)}, ${when}`, layLowest(run, tick, width, paint)]);
  }
  const people = peopleOf(run);
  sections.push([`Consequences ${when}, and the year before it`, layConsequences(run, people, tick, width, paint)]);
  sections.push(["Lists at the end, and the year before it", layLists(run, people, width, paint)]);
  sections.push(["What records led to later, in the year before the end", layRedress(run, people, width, paint)]);
  sections.push(["Attempts that came to nothing", layBlocked(run, people, width, paint)]);
  sections.push(["Places, in the last year", layPlaces(run, width, paint)]);
  sections.push(["Enrolment", layEnrolment(run, width, paint)]);
  sections.push(["Acts per person and year", layActs(run, width, paint)]);
  sections.push(["Surveys", laySurveys(run, width, paint)]);
  sections.push(["Measures", [...layMeasures(run, width, paint), ...layUnsettled(run, width)]]);
  sections.push([
    "Measures that the scheme does not touch: as they would be without it",
    layMeasures(run, width, paint, true),
  ]);
  sections.push(["Friends", layFriends(run, width, paint)]);
  sections.push(["Mistakes", layMistakes(run, people.kind, width, paint)]);
  sections.push(...enterpriseSections(run, width, paint));
  sections.push(["Responses", layResponses(scenario, width)]);
  sections.push(["Warnings", run.warnings.flatMap((one) => wrap(sayName(one), width - 2).map((line) => `  ${line}`))]);
  const laid = sections.filter(([, lines]) => lines.length > 0);
  return [
    ...layHead(run, width, paint),
    ...laid.flatMap(([title, lines]) => ["", paint.title(title), ...lines]),
    "",
    ...layFoot(run, [word, called], width, paint),
  ];
}

/** How enterprises fare, and what follows for them. */
function enterpriseSections(run: Run, width: number, paint: Paint): [string, string[]][] {
  const enterprises = enterprisesOf(run);
  if (!enterprises) return [];
  return [
    ["Enterprises", layEnterprises(run, width, paint)],
    [
      "Consequences for enterprises at the end, and the year before it",
      layConsequences(run, enterprises, run.ticks - 1, width, paint),
    ],
    ["Lists of enterprises at the end, and the year before it", layLists(run, enterprises, width, paint)],
    [
      "What records of enterprises led to later, in the year before the end",
      layRedress(run, enterprises, width, paint),
    ],
    ["Attempts of enterprises that came to nothing", layBlocked(run, enterprises, width, paint)],
    ["Mistakes about enterprises", layMistakes(run, enterprises.kind, width, paint)],
  ];
}

/** A title over a line of its own length. */
export function layTitle(title: string, width: number, paint: Paint): string[] {
  const lines = wrap(plain(title), width);
  return [...lines.map(paint.title), paint.quiet("─".repeat(Math.max(...lines.map(widthOf))))];
}

function layHead(run: Run, width: number, paint: Paint): string[] {
  const { scenario } = run;
  const { tally } = scenario;
  const calendar = calendarOf(scenario.data.time);
  const from = sayDay(calendar.dayOf(0));
  const to = sayDay(calendar.dayOf(run.ticks));
  const facts = [
    `Synthetic people: ${[sayCount(run.people), ...sayKinds(run)].join(" with ")}.`,
    `${sayNumber(run.ticks, "tick")} of ${sayTick(scenario)}, ${from} to ${to}.`,
    ...(run.plan.settle && run.ticks > 0 ? [`It settled ${saySettle(run.plan.settle)}.`] : []),
    `Seed ${run.seed}, 1 run.`,
    `${tally.assumed} of ${sayNumber(tally.parameters, "parameter")} assumed.`,
  ];
  const at = run.ticks === 0 ? "before its first tick" : `at tick ${run.ticks} of ${run.plan.ticks}`;
  const stopped = run.stopped ? [paint.bad(`Stopped ${at}.`)] : [];
  const resumed = sayResumed(run);
  return [
    ...layTitle(scenario.title, width, paint),
    ...wrap(facts.join(" "), width),
    ...stopped,
    ...(resumed === undefined ? [] : wrap(resumed, width).map(paint.quiet)),
  ];
}

/** What is known of a run that went on from a checkpoint; nothing of others. */
export function sayResumed({ resumed, ticks }: Run): string | undefined {
  if (resumed === undefined) return undefined;
  const at = `the checkpoint of tick ${resumed}`;
  if (ticks < resumed)
    return `Stopped while what came before ${at} was lived again: nothing is kept, and that checkpoint stands as it was.`;
  return `Resumed from ${at}: it was lived again from the first tick, and agrees.`;
}

function sayMean(run: Run): string {
  const [{ score }] = run.legend.kinds;
  return score ? `Scores at the end, ${sayFigure(run.results.of(score.mean).last())} on average` : "Scores at the end";
}

function layUnsettled(run: Run, width: number): string[] {
  return isUnsettled(run) ? wrap(unsettledSays, width - 2).map((line) => `  ${line}`) : [];
}

function layPhases(run: Run, width: number, paint: Paint): string[] {
  const rows = run.phases.map(({ name, date, tick, because = "" }) => [date, sayName(name), `tick ${tick}`, because]);
  return layTable([{}, {}, { paint: paint.quiet }, { wraps: true }], rows, { width });
}

function layFoot(run: Run, [word, called]: readonly [string, string], width: number, paint: Paint): string[] {
  const speed = `${sayLarge(run.personTicksPerSecond)} person-ticks a second`;
  const where = `${run.backend}, ${sayNumber(run.threads, "thread")}`;
  const size = `${sayFigure(run.bytesPerPerson)} bytes a person, ${sayBytes(run.bytesPerPerson * run.people)} in all`;
  const rows = [
    ["state hash", run.stateHash],
    ["took", `${saySeconds(run.wallSeconds)}: ${speed} (${where}); ${size}`],
    ["again", commandOf(run, word, called)],
  ];
  return layTable([{ paint: paint.quiet }, { wraps: true }], rows, { width, indent: "" });
}

/** The command line that gives the same run; `called` is what the command is called. */
export function commandOf(run: Pick<Run, "people" | "ticks" | "seed">, word: string, called = "glasshouse"): string {
  const { people, seed } = run;
  // One that was stopped before its first tick is none that could be asked for.
  const ticks = Math.max(1, run.ticks);
  return `${called} run ${asShellWord(word)} --people ${asArgument(people)} --ticks ${asArgument(ticks)} --seed ${seed}`;
}

/** How many there are of each further kind of entity: "33,003,300 enterprises". */
export function sayKinds({ plan, legend }: Lowered): string[] {
  const sizes = new Map(reckon(plan).kinds.map(({ name, size }) => [name, size]));
  return legend.kinds.flatMap(({ of, noun, nouns }) =>
    of === undefined ? [] : [sayNumber(sizes.get(of) ?? 0, noun, nouns)],
  );
}

/** The length of a tick: "1 week". */
export function sayTick({ data }: Scenario): string {
  const { amount, per = "tick" } = data.time.tick;
  return `${sayFigure(amount)} ${per}${amount === 1 ? "" : "s"}`;
}

/** How long a world settles before its start. */
export function saySettle(ticks: number): string {
  return `for ${sayNumber(ticks, "tick")} before the start, which nothing measures`;
}
