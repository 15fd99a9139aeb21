import type { Conduct, Recorded } from "../conduct/conduct.ts";

import { areaOf } from "../conduct/recordable.ts";
import type { Shares } from "../conduct/shares.ts";

import type { Draft } from "../draft/draft.ts";
import type { Stay } from "../lists/listing.ts";
import { allSum, pointsName } from "../scheme/points.ts";
import type { Scheme } from "../scheme/scheme.ts";
import { redressed } from "./arrivals.ts";
import { Carriage, queueOf } from "./carried.ts";
import { lowerDecisions } from "./decisions.ts";
import { type Case, type Docket, docketOf } from "./docket.ts";
import { takenOf, tracesOf } from "./extras.ts";
import type { Redress } from "./redress.ts";
import { Room } from "./room.ts";

/** What redress is of. */
interface Redressed {
  readonly conduct?: Conduct | undefined;
  readonly scheme?: Scheme | undefined;
  readonly consequences?: readonly { readonly name: string }[] | undefined;
  readonly redress?: Redress | undefined;
}

/** What records do without redress, by conduct: by their points and files, and by lists. */
interface Recording {
  readonly stays: readonly Stay[];
  readonly recorded: ReadonlyMap<string, Recorded>;
  readonly listed: ReadonlyMap<string, Recorded>;
}

/** Redress, while acts are lowered. */
export interface OpenRedress {
  readonly docket: Docket;
  /** What records of a conduct do, and lead to. */
  readonly recordedBy: (conduct: string) => Recorded;
  /** Adds what waits, and how it is decided, once all conduct is lowered; `shares` say how likely what is due is. */
  readonly lower: (shares: Shares) => void;
}

/** Reads the redress of a kind. */
export function openRedress(block: Redressed, recording: Recording, draft: Draft): OpenRedress {
  const { conduct = [], redress = [], scheme, consequences = [] } = block;
  const { stays, recorded, listed } = recording;
  checkNames(redress, consequences, draft);
  const usable = redress.filter((one) => !warns(one, scheme, draft) && !isRankedAnew(one, scheme, draft));
  const points = new Set(
    [...recorded].flatMap(([name, { lets }]) => (lets.some((one) => one.name === pointsName) ? [name] : [])),
  );
  const docket = docketOf(usable, conduct, { points, stays, traces: tracesOf(scheme, takenOf(usable), draft) }, draft);
  const carriage = new Carriage(docket, stepsOf(recorded, draft), draft);
  return {
    docket,
    recordedBy: (name) =>
      redressed(
        name,
        { points: recorded.get(name), listed: listed.get(name), area: areaOf(name, conduct) },
        { docket, carriage },
        draft,
      ),
    lower: (shares) => {
      lowerDecisions(docket, carriage, fading(scheme, draft), draft);
      const room = new Room(docket, conduct, shares, draft);
      for (const one of docket.cases) addQueues(one, docket, room, draft);
    },
  };
}

/** Both have a measure of yuan. */
function checkNames(redress: Redress, consequences: readonly { readonly name: string }[], draft: Draft): void {
  for (const { name, place } of redress)
    if (consequences.some((one) => one.name === name))
      draft.problem("name-taken", `"${name}" is the name of a consequence`, place, "another name");
}

/** Of a conduct whose first records only warn, nobody knows of a single record what it has cost. */
function warns({ name, is }: Redress[number], scheme: Scheme | undefined, draft: Draft): boolean {
  const points = is.takes_back.find(({ value }) => value === "points" || value === "grade");
  const warning = is.of.find(({ value }) => scheme?.points?.some((one) => one.name === value && one.is.warnings));
  if (!points || !warning) return false;
  draft.problem(
    "warned-points",
    `redress.${name} takes back ${points.value === "grade" ? "the grade" : "points"} of ${warning.value}, whose first records only warn: of one record nobody knows whether it did`,
    points.place,
    `takes_back: entries, or no warnings in scheme.points.${warning.value}`,
  );
  return true;
}

/** A rank is made anew in each tick: a grade costs nothing that could be given back. */
function isRankedAnew({ name, is }: Redress[number], scheme: Scheme | undefined, draft: Draft): boolean {
  const grade = is.takes_back.find(({ value }) => value === "grade");
  if (!grade || !scheme?.relative) return false;
  const message = `redress.${name} takes back what a grade has cost, but a relative score is ranked anew in the next tick`;
  draft.problem("without-effect", message, grade.place, "takes_back without grade, or a scheme without relative");
  return true;
}

/** The most steps of points that a record can have. */
function stepsOf(recorded: ReadonlyMap<string, Recorded>, draft: Draft): number {
  const step = draft.find(allSum)?.column.resolution ?? 1;
  const ranges = [...recorded.values()].flatMap(({ lets }) =>
    lets.flatMap((one) => (one.name === pointsName && one.kind === "number" ? [one.is.range] : [])),
  );
  const most = Math.max(0, ...ranges.flatMap(({ from, to }) => [Math.abs(from), Math.abs(to)]));
  return Math.ceil(most / step) + 1;
}

/** What is left of points after so many ticks, as decay has it. */
function fading(scheme: Scheme | undefined, draft: Draft): (ticks: number) => number {
  if (!scheme?.decay) return () => 1;
  const halfLife = draft.calendar.ticksOf(scheme.decay.half_life);
  return (ticks) => 2 ** (-ticks / halfLife);
}

/** The queues of a case: as many records wait as acts of their conducts can bring. */
function addQueues(one: Case, docket: Docket, room: Room, draft: Draft): void {
  for (const delay of docket.waitsFor(one))
    draft.addQueue({ name: queueOf(one, delay), longest: delay, rate: room.mostFor(one, delay) });
}
