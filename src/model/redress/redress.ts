import { entryOf } from "../../language/node.ts";
import { mapOf, may, type Named, need, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { parameter, type Setting, setting } from "../../language/tagged.ts";
import { names, type Placed, quantity, rule } from "../../language/values.ts";
import { termOf } from "../lists/lists.ts";

/** The name by which rules ask whether the record at hand is true. */
export const isTrueName = "is_true";

/** What can be taken back of a record. */
export const extras = ["files", "repetition", "grade"] as const;
export type Extra = (typeof extras)[number];
const parts = ["points", "entries", ...extras] as const;
export type TakenBack = (typeof parts)[number];

const anyNames = names("points, entries, files, repetition, grade, or a list of these", parts.length);
const takenBack: Shape<readonly Placed<TakenBack>[]> = {
  ...anyNames,
  schema: { anyOf: [{ enum: parts }, { type: "array", items: { enum: parts }, minItems: 1, maxItems: parts.length }] },
  read: (node, reading, path) => {
    const read = anyNames.read(node, reading, path);
    const wrong = read?.find(({ value }) => !(parts as readonly string[]).includes(value));
    if (wrong) {
      const message = `"${wrong.value}" is nothing that can be taken back`;
      return refuse(reading, wrong.place, "unknown-word", message, anyNames.says);
    }
    return read as readonly Placed<TakenBack>[] | undefined;
  },
};

const fields = record(
  {
    of: need(names("a conduct or a list of them", 64), "the conducts whose records it is about"),
    after: need(
      parameter(termOf(quantity("duration", { from: 0 }))),
      "how long after a record arrives it is decided, to the tick; with 0 days, before the record counts",
    ),
    takes_back: need(
      takenBack,
      "what is taken back of a record that is freed: its points, the entry on a list that it began, what it left on file, that the next is a repetition, what the grade that it gave at once has cost",
    ),
    notice: may(setting("0.8"), "the share of records of which whoever they fall on is told", "1"),
    disputes: may(
      setting("is_true ? 0.1 : 0.5"),
      "the chance that whoever is told disputes it. Without `notice` and `disputes` every record is a case, by itself",
      "1",
    ),
    accuracy: may(
      setting("0.7"),
      "the chance that a review finds out whether the record is true: a false one is freed then, a true one upheld",
      "there is no review: the record is freed",
    ),
    deference: may(setting("0.8"), "the chance that a record stands of which the review does not find that out", "1"),
    when: may(
      parameter(rule("truth", "years_clean >= 1")),
      "what must hold once that time is over for whom it fell on, looked at in the tick after: otherwise the record is upheld",
      "always",
    ),
    costs: may(parameter(quantity("yuan", { from: 0 })), "what each case costs whom the record fell on", "nothing"),
  },
  "a mapping with of, after and takes_back",
);
export type RedressFields = Of<typeof fields>;

/** `redress`: what a record leads to later. */
export const redressShape: Shape<readonly Named<RedressFields>[]> = mapOf(
  {
    ...fields,
    read: (node, reading, path) => {
      const read = fields.read(node, reading, path);
      if (!read || node.kind !== "map" || !read.deference || read.accuracy) return read;
      return refuse(
        reading,
        entryOf(node, "deference")?.keyPlace ?? node.place,
        "without-effect",
        `${path}.deference changes nothing: without accuracy there is no review`,
        "accuracy: 0.7 beside it",
      );
    },
  },
  "redress by name, such as expiry: { of: littering, after: 1 year, takes_back: points }",
  { most: 16 },
);
export type Redress = readonly Named<RedressFields>[];

/** Whether anything of it hangs on which records are true. */
export function asksTruth(redress: Redress): boolean {
  const names = (one: Setting | undefined): boolean =>
    one?.kind === "rule" && new RegExp(`\\b${isTrueName}\\b`).test(one.rule.text);
  return redress.some(({ is }) => is.accuracy !== undefined || names(is.notice) || names(is.disputes));
}
