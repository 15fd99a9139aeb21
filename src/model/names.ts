/** A name that rules can use without declaring it, and where it comes from. */
export interface OwnName {
  readonly name: string;
  /** When it is there. */
  readonly when: string;
  readonly doc: string;
}

/** Names of the language: rules may use them, and nothing that a scenario declares may be called so. */
export const ownNames: readonly OwnName[] = [
  { name: "tick", when: "always", doc: "ticks since the start of the world, from 0" },
  { name: "years", when: "always", doc: "years since the start of the world" },
  { name: "year", when: "always", doc: "the calendar year, with its fraction: 2010.5 is the middle of 2010" },
  { name: "score", when: "with a `scheme`", doc: "the score, as it was when the tick began" },
  {
    name: "band",
    when: "with `scheme.bands`",
    doc: "one of the bands, ordered from the lowest up; `ungraded` while bands are not in force",
  },
  { name: "phase", when: "with `institutions.phases`", doc: "one of the phases" },
  { name: "severity", when: "in `scheme.points`", doc: "how grave the recorded act was, from 1 to 10" },
];

/** What is counted in every world under a name of its own, or kept under one. */
const ownColumns: ReadonlyMap<string, string> = new Map([
  ["people", "the measure of people by band"],
  ["points", "the points of the records of a tick"],
]);

/** What a name means to the language, or undefined where authors are free to use it. */
export function ownMeaning(name: string): string | undefined {
  return ownNames.find((own) => own.name === name)?.doc ?? ownColumns.get(name);
}
