import { entryOf } from "../../language/node.ts";
import { mapOf, may, type Named, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import type { Quantity } from "../../language/units.ts";
import { names, oneOf, type Placed, quantity, rule } from "../../language/values.ts";
import { isSeverity, severitySays } from "../conduct/severity.ts";

const duration = quantity("duration", { above: 0 });
const wait = quantity("duration", { from: 0 });

/** A length of time that is the same for all, or one for each severity. */
export type Term =
  | { readonly kind: "same"; readonly is: Quantity }
  | { readonly kind: "by severity"; readonly is: readonly Named<Quantity>[] };

/** The shape of one; `length` is that of each duration. */
export function termOf(length: Shape<Quantity>): Shape<Term> {
  const graded = mapOf(length, "durations by severity, such as { 1: 3 months, 2: 1 year }", {
    keys: "any",
    least: 1,
    most: 10,
  });
  return {
    says: "a duration or durations by severity, such as 2 years or { 1: 3 months, 2: 1 year }",
    schema: { anyOf: [length.schema, graded.schema] },
    read: (node, reading, path) => {
      if (node.kind === "map") {
        const is = graded.read(node, reading, path);
        const wrong = is?.find(({ name }) => !isSeverity(name));
        if (wrong) return refuse(reading, wrong.place, "bad-severity", `"${wrong.name}" is no severity`, severitySays);
        return is && { kind: "by severity", is };
      }
      const is = length.read(node, reading, path);
      return is && { kind: "same", is };
    },
  };
}

/** A conduct whose records list, and for how long where that is its own. */
export interface Ground extends Placed<string> {
  readonly term: Term | undefined;
}

const groundNames = names("a conduct or a list of them", 64);
const groundTerms = mapOf(parameter(termOf(duration)), "terms by conduct, such as { evades_judgment: 2 years }", {
  least: 1,
  most: 64,
});
const grounds: Shape<readonly Ground[]> = {
  says: "a conduct, a list of conducts, or terms by conduct",
  schema: { anyOf: [groundNames.schema, groundTerms.schema] },
  read: (node, reading, path) => {
    if (node.kind === "map") {
      const read = groundTerms.read(node, reading, path);
      return read?.map(({ name, place, is }) => ({ value: name, place, term: is }));
    }
    const read = groundNames.read(node, reading, path);
    return read?.map((one) => ({ ...one, term: undefined }));
  },
};

const exit = record(
  {
    within: may(parameter(wait), "how long after the record it is that the name is taken off", "the same day"),
    after: may(
      parameter(termOf(wait)),
      "how long a name stays on the list at least, counted from the end of the notice; in notice it is taken off at once",
      "no time",
    ),
  },
  "a mapping such as { within: 3 days, after: 3 months }",
);

const fields = record(
  {
    color: may(oneOf("black", "red"), "whether it shames or honours", "black"),
    grounds: may(grounds, "the conducts whose records put one on the list, and for how long"),
    when: may(
      parameter(rule("truth", "score >= 1000")),
      "who is not on the list at the end of a tick in which this holds is put on it then, for the longest term",
    ),
    notice: may(parameter(wait), "how long one is told before one is listed", "none"),
    term: may(parameter(termOf(duration)), "how long one stays, once the notice is over"),
    extension: may(
      parameter(duration),
      "what a further ground adds to a stay; grounds of one tick count once, on the day of the first",
      "nothing: the stay goes on as it was",
    ),
    at_most: may(parameter(duration), "what an extension may leave to be stayed at most", "10 years"),
    exits: may(
      mapOf(exit, "exits by conduct, such as { repays: { within: 3 days } }", { most: 32 }),
      "the conducts whose record ends a stay that stood when the tick began",
    ),
    exempt: may(parameter(rule("truth", "student")), "who is not put on the list"),
  },
  "a mapping with grounds and term",
);
export type ListFields = Of<typeof fields>;

/** A key that no stay would ever depend on: a slip, which would otherwise be a silent nothing. */
function idleIn(list: ListFields, termNeeded: boolean): { key: string; why: string; expected: string } | undefined {
  if (list.term && !termNeeded)
    return { key: "term", why: "every ground has a term of its own", expected: "no term, or a ground without one" };
  if (list.extension && !list.grounds)
    return { key: "extension", why: "without grounds there is no further one", expected: "grounds: [a_conduct]" };
  if (list.at_most && !list.extension)
    return {
      key: "at_most",
      why: "it holds extensions down, and there is none",
      expected: "extension: a duration such as 1 year",
    };
  return undefined;
}

/** `lists`: blacklists and redlists, with whom they take in, for how long, and what gets one off. */
export const listsShape: Shape<readonly Named<ListFields>[]> = mapOf(
  {
    ...fields,
    read: (node, reading, path) => {
      const read = fields.read(node, reading, path);
      if (!read || node.kind !== "map") return undefined;
      if (!read.grounds && !read.when)
        return refuse(
          reading,
          node.place,
          "no-entry",
          `nothing puts anyone on ${path}`,
          "grounds: [a_conduct], or when: a rule",
        );
      const needed = read.when !== undefined || read.grounds?.some(({ term }) => term === undefined) === true;
      if (needed && !read.term)
        return refuse(
          reading,
          node.place,
          "no-term",
          `${path} does not say for how long one is listed`,
          "term: a duration such as 2 years",
        );
      const idle = idleIn(read, needed);
      if (idle)
        return refuse(
          reading,
          entryOf(node, idle.key)?.keyPlace ?? node.place,
          "without-effect",
          `${path}.${idle.key} changes nothing: ${idle.why}`,
          idle.expected,
        );
      return read;
    },
  },
  "lists by name, such as defaulters: { grounds: [evades_judgment], term: 2 years }",
  { most: 64 },
);
export type Lists = Of<typeof listsShape>;
export type List = Lists[number];
