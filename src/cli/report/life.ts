import type { Life, Scenario } from "../../index.ts";
import type { Paint } from "./paint.ts";
import { layTitle } from "./summary.ts";
import { layTable, wrap } from "./table.ts";
import { plain, sayFigure, sayNumber } from "./wording.ts";

/** A life as a person reads it: who it is, what happened, and how it adds up. */
export function layLife(life: Life, scenario: Scenario, width: number, paint: Paint): string[] {
  const traits = life.traits.map(({ name, value }) => `${name} ${plain(value)}`).join(", ");
  const born = traits === "" ? [] : wrap(traits, width - 2).map((one) => `  ${one}`);
  const kind = life.scripted ? ", a scripted life" : "";
  return [
    ...layTitle(`Person ${life.person} of ${plain(scenario.title)}`, width, paint),
    `Synthetic${kind}.`,
    ...(born.length > 0 ? ["", paint.title("At the start"), ...born] : []),
    "",
    paint.title("What happened"),
    ...layEntries(life, width, paint),
    "",
    ...laySum(life, paint),
  ];
}

function layEntries(life: Life, width: number, paint: Paint): string[] {
  if (life.entries.length === 0) return ["  Nothing that the system or the scenario knows of."];
  let last = "";
  const rows = life.entries.map(({ date, text, points, score }) => {
    const day = date === last ? "" : date;
    last = date;
    return [day, plain(text), sayPoints(points), score === undefined ? "" : sayScore(score)];
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
};

/** The start, what each kind of entry came to, and the end: the ledger of the score. */
function laySum({ entries, start, score, band }: Life, paint: Paint): string[] {
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
  const end = band === undefined ? "at the end" : `at the end, in band ${band}`;
  return [
    paint.title("How it adds up"),
    ...layTable(
      [{}, { align: "right" }, { paint: paint.quiet }],
      [["at the start", sayScore(start), ""], ...rows, [end, sayScore(score), ""]],
    ),
  ];
}

/** Points to a hundredth, with their sign. */
function sayPoints(points: number | undefined): string {
  if (points === undefined) return "";
  const text = Math.abs(points)
    .toFixed(2)
    .replace(/\.?0+$/, "");
  if (text === "0") return points === 0 ? "0" : points > 0 ? "+0.00" : "−0.00";
  return `${points < 0 ? "−" : "+"}${text}`;
}

function sayScore(score: number): string {
  return Number.isInteger(score) ? sayFigure(score) : `${score < 0 ? "−" : ""}${Math.abs(score).toFixed(2)}`;
}
