import type { Node } from "../../language/node.ts";
import { listOf, mapOf, may, need, type Of, record, refuse, type Shape, wrongKind } from "../../language/shape.ts";
import { name, oneOf, type Placed, rule, text } from "../../language/values.ts";

/** Of what a figure is taken; a question names one. */
const kinds = ["acts", "records", "measure"] as const;
export const perWords = ["person", "year", "person_year"] as const;
export const overWords = ["last year", "first year", "whole run"] as const;

/** A name as results have it, such as `on.defaulters`, which is no word of a rule. */
const measureName: Shape<Placed<string>> = {
  says: "a measure as results have it, such as anger, score, acts.littering or on.defaulters",
  schema: { type: "string", maxLength: 200 },
  read: (node, reading, path) => {
    const read = text(200).read(node, reading, path);
    return read === undefined ? undefined : { value: read, place: node.place };
  },
};

/** Text with its place. */
const moment: Shape<Placed<string>> = {
  says: "end, or a date such as 2012-07-01",
  schema: { type: "string", maxLength: 20 },
  read: (node, reading, path) => {
    const read = text(20).read(node, reading, path);
    return read === undefined ? undefined : { value: read, place: node.place };
  },
};

const figureFields = record(
  {
    acts: may(name("a conduct"), "acts of a conduct"),
    records: may(name("a conduct"), "records of a conduct that arrive"),
    measure: may(measureName, "or any measure, by the name that results have for it"),
    group: may(name("the word of a group"), "of this group alone", "everyone"),
    minus: may(name("the word of a group"), "less the same figure of this group"),
    by: may(name("a group"), "by what the groups are told apart, where several have that word"),
    per: may(
      oneOf(...perWords),
      "a count or a sum for each person; what happens also in each year",
      "`person_year` for acts and records; else as it is measured",
    ),
    at: may(moment, "when it is read: at the end, or on a day", "`end`, for what there is"),
    over: may(oneOf(...overWords), "or over which time", "`whole run`, for what happens"),
  },
  "a mapping with one of acts, records and measure",
);
export type FigureSaid = Of<typeof figureFields>;

const figureShape: Shape<FigureSaid> = {
  ...figureFields,
  read: (node, reading, path) => {
    const read = figureFields.read(node, reading, path);
    if (!read) return undefined;
    if (kinds.filter((kind) => read[kind] !== undefined).length !== 1) {
      const message = `${path} does not name one figure`;
      return refuse(reading, node.place, "question-figure", message, `exactly one of ${kinds.join(", ")}`);
    }
    if (read.at && read.over) {
      const message = `${path} is read both at a moment and over a time`;
      return refuse(reading, node.place, "question-when", message, "either at or over");
    }
    return read;
  },
};

/** Another scenario: by its name or file; or whole, as a scenario that was read has it. */
const worldShape: Shape<Node> = {
  says: "a shipped scenario by name, or a .yaml file beside or below this one",
  schema: { type: ["string", "object"] },
  read: (node, reading) => (node.kind === "list" ? wrongKind(reading, node, worldShape.says) : node),
};

const changes: Shape<Node> = {
  says: "values by dotted path, such as scheme.points.littering: -5",
  schema: { type: "object", maxProperties: 500 },
  read: (node, reading) => (node.kind === "map" ? node : wrongKind(reading, node, changes.says)),
};

const withoutShape = record(
  {
    remove: may(listOf(text(400), "a list of dotted paths", { most: 500 }), "dotted paths of what the control lacks"),
    set: may(changes, "values by dotted path that are others there; a path must be there already"),
  },
  "a mapping with remove and set",
);

const fields = record(
  {
    asks: need(text(200), "the question, in words"),
    of: need(figureShape, "the figure that answers it"),
    against: may(worldShape, "the control: a shipped scenario by name, or a file, as `extends` finds it"),
    without: may(withoutShape, "or this very scenario with something taken away or set otherwise"),
    yes: need(
      rule("truth", "difference < -0.02 * control"),
      "when the answer is yes, by what would matter: comparisons of sums of multiples of `difference` (this world less the control), `control` and `value` (this world), joined by && and ||; without a control of `value` alone",
    ),
  },
  'a mapping such as { asks: "Do people litter less?", of: { acts: littering }, against: none, yes: difference < 0 }',
);

/** `questions`: what a scenario is asked; the answers come from twins. They change nothing in the world. */
export const questionsShape = mapOf(
  {
    ...fields,
    read: (node, reading, path) => {
      const read = fields.read(node, reading, path);
      if (!read?.against || !read.without) return read;
      const message = `${path} has two controls`;
      return refuse(reading, node.place, "question-two-controls", message, "against or without, or neither");
    },
  } satisfies Shape<Of<typeof fields>>,
  "questions by name",
  { most: 64 },
);
export type Questions = Of<typeof questionsShape>;
