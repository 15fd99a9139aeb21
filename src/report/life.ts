import { type EnterpriseLife, type Ledger, type Life, runningCostOf, type Scenario, type SeenOther } from "../index.ts";
import { digest, linesOf, sayPoints } from "./digest.ts";
import type { Paint } from "./paint.ts";
import { layTitle, sayTick } from "./summary.ts";
import { layTable, wrap } from "./table.ts";
import { plain, sayCount, sayFigure, sayName, sayNumber, sayShare } from "./wording.ts";

/** A life as a person reads it: who it is, what happened (`all` of it, or a digest), and how it adds up. */
export function layLife(
  life: Life | EnterpriseLife,
  scenario: Scenario,
  all: boolean,
  width: number,
  paint: Paint,
): string[] {
  const traits = life.traits.map(({ name, value }) => `${sayName(name)} ${sayName(value)}`).join(", ");
  const born = traits === "" ? [] : wrap(traits, width - 2).map((one) => `  ${one}`);
  const isScripted = "scripted" in life && life.scripted;
  const kind = isScripted ? ", a scripted life" : "";
  const who = "person" in life ? `Person ${life.person}` : `Enterprise ${life.enterprise}`;
  return [
    ...layTitle(`${who} of ${plain(scenario.title)}`, width, paint),
    ...wrap(
      `Synthetic${kind}. A tick is ${sayTick(scenario)}: what has no day of its own stands under the first day of its tick, or the last told in it by then.`,
      width,
    ),
    ...(born.length > 0 ? ["", paint.title("At the start"), ...born] : []),
    ...layOther(life, paint),
    "",
    paint.title("What happened"),
    ...layEntries(life, all, width, paint),
    "",
    ...laySum(life, paint),
    ...("person" in life ? layFriends(life, paint) : []),
    ...layStakes(life, width, paint),
  ];
}

/** What running the system costs for each of those who run, where the scenario declares it. */
export function layCost(scenario: Scenario, people: number, width: number): string[] {
  const cost = runningCostOf(scenario, people);
  if (!cost) return [];
  const { perYear, declared, declaredFor } = cost;
  const said = `Running the system costs ${sayFigure(perYear / people)} yuan a year for each person: ${sayCount(declared)} is declared for ${sayCount(declaredFor)} people, ${sayCount(perYear)} for the ${sayCount(people)} of this run.`;
  return ["", ...wrap(said, width)];
}

/** What is at stake at the end: what one more record would cost or bring. */
function layStakes({ stakes = [] }: Ledger, width: number, paint: Paint): string[] {
  if (stakes.length === 0) return [];
  const rows = stakes.map(({ response, in: where, yuan, belief }) => [
    sayName(where),
    sayAtStake(yuan),
    `believed ${sayShare(belief)} likely (${sayName(response)})`,
  ]);
  const columns = [{}, { align: "right" as const }, { paint: paint.quiet, wraps: true }];
  return ["", paint.title("At stake at the end, in a year"), ...layTable(columns, rows, { width })];
}

function sayAtStake(yuan: number): string {
  const rounded = Math.round(Math.abs(yuan));
  if (rounded === 0) return "nothing";
  return `${yuan > 0 ? "loses" : "gains"} ${sayNumber(rounded, "yuan", "yuan")}`;
}

/** Who is on the other side of ownership, and what rules of this side ask of it. */
function layOther(life: Life | EnterpriseLife, paint: Paint): string[] {
  if ("enterprise" in life) {
    const { owner } = life;
    if (!owner) return ["", paint.title("Its owner"), "  It has none."];
    return ["", paint.title(`Its owner, person ${owner.person}`), ...laySeen(owner.seen, paint)];
  }
  const { owns } = life;
  return owns ? ["", paint.title(`Owns enterprise ${owns.enterprise}`), ...laySeen(owns.seen, paint)] : [];
}

function laySeen(seen: readonly SeenOther[], paint: Paint): string[] {
  if (seen.length === 0) return ["  Nothing of it matters here."];
  const rows = seen.map(({ name, start, end }) => [sayName(name), sayName(start), sayName(end)]);
  return layTable([{ head: "what matters of it" }, { head: "at the start" }, { head: "at the end" }], rows, {
    paintHead: paint.quiet,
  });
}

/** What this person sees of the friends that pull, and what dropping each would do. */
function layFriends({ friends, pulled, score }: Life, paint: Paint): string[] {
  if (friends === undefined || score === undefined) return [];
  const title = paint.title("Friends, whose mean pulls the score");
  if (friends.length === 0) return ["", title, "  None are left: nothing pulls."];
  const mean = friends.reduce((sum, friend) => sum + friend.score, 0) / friends.length;
  const rows = friends.map(({ friend, score: theirs, gain }) => [
    `friend ${friend}`,
    theirs.toFixed(2),
    sayPoints(gain),
  ]);
  return [
    "",
    title,
    ...layTable(
      [
        { head: "who" },
        { head: "score", align: "right" },
        { head: "the mean without", align: "right", paint: paint.quiet },
      ],
      [...rows, ["all of them", mean.toFixed(2), ""]],
      { paintHead: paint.quiet },
    ),
    ...(pulled === undefined ? [] : [`  They have moved the standing by ${sayPoints(pulled)} by the end.`]),
  ];
}

function layEntries(life: Ledger, all: boolean, width: number, paint: Paint): string[] {
  if (life.entries.length === 0) return ["  Nothing that the system or the scenario knows of."];
  let last = "";
  const lines = all ? linesOf(life.entries) : digest(life.entries);
  const say = scorer(life);
  const rows = lines.map(({ date, what, points, score }) => {
    const day = date === last ? "" : date;
    last = date;
    const moved = points === undefined ? "" : sayPoints(points);
    return [day, sayName(what), moved, score === undefined ? "" : say(score)];
  });
  return layTable(
    [
      { head: "date", paint: paint.quiet },
      { head: "what", wraps: true },
      { head: "points", align: "right" },
      { head: "score", align: "right", paint: paint.title },
    ],
    rows,
    { width, paintHead: paint.quiet },
  );
}

const words: Readonly<Record<string, string>> = {
  points: "records",
  pull: "friends",
  decay: "decay",
  rounding: "rounding",
  held: "ends of the scale",
  dimension: "dimensions",
  rank: "rank among all",
  thin: "thin file",
  grade: "grades at once",
  warning: "warnings",
};

/** The start, what each kind of entry came to, and the end: the ledger of the score. */
function laySum(life: Ledger, paint: Paint): string[] {
  const { entries, start, score, truly, band } = life;
  const say = scorer(life);
  if (start === undefined || score === undefined) return ["This world keeps no score."];
  const sums = new Map<string, { count: number; points: number }>();
  for (const { kind, points } of entries) {
    if (points === undefined) continue;
    const sum = sums.get(kind) ?? { count: 0, points: 0 };
    sums.set(kind, { count: sum.count + 1, points: sum.points + points });
  }
  const rows = [...sums].map(([kind, sum]) => [
    words[kind] ?? kind,
    sayPoints(sum.points),
    sayNumber(sum.count, "entry", "entries"),
  ]);
  const trulyRows = truly === undefined ? [] : [["with true records alone", say(truly), ""]];
  const end =
    band === undefined
      ? "at the end"
      : band === "ungraded"
        ? "at the end, ungraded"
        : `at the end, in band ${sayName(band)}`;
  return [
    paint.title("How it adds up"),
    ...layTable(
      [{}, { align: "right" }, { paint: paint.quiet }],
      [["at the start", say(start), ""], ...rows, [end, say(score), ""], ...trulyRows],
    ),
  ];
}

/** Scores of one life, all with the same number of decimals. */
function scorer({ start, score, truly, entries }: Ledger): (score: number) => string {
  const scores = [start, score, truly, ...entries.map((entry) => entry.score)].filter((one) => one !== undefined);
  const decimals = scores.every(Number.isInteger) ? 0 : 2;
  return (one) => `${one < 0 ? "−" : ""}${Math.abs(one).toFixed(decimals)}`;
}
