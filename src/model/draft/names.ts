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
  { name: "settling", when: "with `time.settle`", doc: "whether the world still settles, before its start" },
  { name: "year", when: "always", doc: "the calendar year, with its fraction: 2010.5 is the middle of 2010" },
  { name: "score", when: "with a `scheme`", doc: "the score, as it was when the tick began" },
  {
    name: "band",
    when: "with `scheme.bands`",
    doc: "one of the bands, ordered from the lowest up; `ungraded` while bands are not in force",
  },
  {
    name: "standing",
    when: "with `scheme.relative`",
    doc: "what records and dimensions have made, which the score ranks",
  },
  { name: "phase", when: "with `institutions.phases`", doc: "one of the phases" },
  { name: "enrolled", when: "with `institutions.enrolment`", doc: "whether this person is enrolled in the scheme" },
  {
    name: "take_up",
    when: "with `institutions.enrolment`",
    doc: "the share of those who may that has ever joined, by now",
  },
  { name: "owns", when: "with `enterprises`, in rules of people", doc: "whether this person owns an enterprise" },
  { name: "has_owner", when: "in `enterprises`", doc: "whether this enterprise has an owner" },
  { name: "friends_count", when: "with `population.ties.friends`", doc: "the number of friends that are there" },
  { name: "family_count", when: "with `population.ties.family`", doc: "the number of family members that are there" },
  {
    name: "gain_of_dropping",
    when: "in `friendship.dropped` and responses of it, with a `scheme`",
    doc: "by what the mean of one's friends' scores would rise without this friend",
  },
  {
    name: "gain_of_mending",
    when: "in `friendship.mended` and responses of it, with a `scheme`",
    doc: "by what that mean would rise with this friend taken back",
  },
  {
    name: "severity",
    when: "in `scheme.points` and `scheme.files`",
    doc: "how grave the recorded act was, from 1 to 10",
  },
  {
    name: "is_true",
    when: "in `redress.NAME.notice` and `disputes`",
    doc: "whether the record says what whom it falls on did; `severity` is known there too",
  },
  {
    name: "stake",
    when: "in `response.NAME.stake`",
    doc: "what follows from the scheme for what the response is of: `stake(x)` of a conduct x, what a friend costs, what a year in view of a channel would cost",
  },
];

/** What is counted in every world under a name of its own, or kept under one. */
const ownColumns: ReadonlyMap<string, string> = new Map([
  ["people", "the measure of people by band"],
  ["opted_out", "the measure of people who have left the scheme"],
  ["points", "the points of the records of a tick"],
  ["enterprises", "what stands before the names of enterprises"],
]);

/** What a name means to the language, or undefined where authors are free to use it. */
export function ownMeaning(name: string): string | undefined {
  return ownNames.find((own) => own.name === name)?.doc ?? ownColumns.get(name);
}

/** The steps in which states become what they are next, and in which people join and leave. */
export const statesStep = "states";
export const enrolmentStep = "enrolment";

/** What a conduct cannot be called, since steps of a tick and sums of points are: a life is told by such names. */
const takenOfConduct: ReadonlySet<string> = new Set([
  "consequences",
  enrolmentStep,
  "friendship",
  "lists",
  "points",
  "score",
  statesStep,
]);

/** Whether a step or a sum of every tick is called so. */
export function isTakenOfConduct(name: string): boolean {
  return takenOfConduct.has(name);
}
