import type { Engine } from "../engine/backend.ts";
import { columnOfList } from "../model/lists/listing.ts";
import type { Calendar } from "../model/time/calendar.ts";
import * as build from "../rules/build.ts";
import type { Subject } from "./subject.ts";
import { sayDay } from "./words.ts";

/** A list, as lives speak of it. */
export interface ListTerms {
  readonly name: string;
  /** "the blacklist defaulters". */
  readonly said: string;
  /** Days of notice. */
  readonly notice: number;
}

/** Where somebody stands with a list when a tick ends. Days from then on, and of the tick. */
export interface ListStanding {
  readonly left: number;
  readonly notice: number;
  readonly days: number;
  readonly entries: number;
  readonly exits: number;
  readonly performed: boolean;
}

export function listTermsOf({ said, own }: Subject): ListTerms[] {
  return (said.lists ?? []).map(({ name, is }) => {
    const notice = own.columns.find((column) => column.name === columnOfList.notice(name))?.highest ?? 0;
    return { name, said: `the ${is.color ?? "black"}list ${name}`, notice };
  });
}

/** Tells where anyone of a kind stands with each list. */
export function openLists(
  engine: Engine,
  { own, prefix }: Subject,
  lists: readonly ListTerms[],
): (entity: number) => ListStanding[] {
  const reckonerOf = (column: string): ((entity: number) => number) =>
    own.columns.some(({ name }) => name === column)
      ? engine.reckoner(build.column(`${prefix}${column}`, { from: -Infinity, to: Infinity }))
      : () => 0;
  const readers = lists.map(({ name }) => ({
    left: reckonerOf(columnOfList.left(name)),
    notice: reckonerOf(columnOfList.notice(name)),
    days: reckonerOf(columnOfList.days(name)),
    moves: reckonerOf(columnOfList.moves(name)),
  }));
  return (entity) =>
    readers.map(({ left, notice, days, moves }) => {
      const all = moves(entity);
      const rest = all % 9;
      return {
        left: left(entity),
        notice: notice(entity),
        days: days(entity),
        entries: rest % 3,
        exits: Math.floor(rest / 3),
        performed: all >= 9,
      };
    });
}

/** Something that happens with a list, on a day. */
export interface Told {
  readonly date: string;
  readonly text: string;
}

/** What a tick did to somebody on, or about to be put on, a list. */
export function tellList(
  { said, notice }: ListTerms,
  before: ListStanding,
  now: ListStanding,
  tick: number,
  calendar: Calendar,
): Told[] {
  const [begins, ends] = [calendar.daysUntil(tick), calendar.daysUntil(tick + 1)];
  const date = (days: number): string => sayDay(calendar.dayAfter(days));
  const told: Told[] = [];
  const tell = (days: number, text: string): void => void told.push({ date: date(days), text });
  const wasOn = before.left > 0 && before.notice === 0;
  const isOn = now.left > 0 && now.notice === 0;
  const until = date(ends + now.left);
  if (now.performed && now.left > 0 && now.entries === 0 && isOn)
    tell(begins, `performs, and may leave ${said} on ${until}`);
  if (now.performed && before.notice > 0 && now.left === 0 && now.entries === 0)
    tell(begins, `performs in time, and is not put on ${said}`);
  // A stay that ended was one from the beginning of the tick on, unless it also began in it.
  const left = now.entries === 0 ? begins + now.days : begins + before.left;
  if (wasOn && now.exits > 0) tell(left, `leaves ${said}`);
  if (now.entries > 0) {
    const earlier = wasOn ? left - begins : 0;
    if (isOn) tell(ends - (now.days - earlier), `is put on ${said}, until ${until}`);
    else tell(begins, `is on ${said} for ${now.days - earlier} days`);
  } else if (isOn && wasOn && now.left > before.left - (ends - begins) && !now.performed)
    tell(begins, `must stay on ${said} longer, until ${until}`);
  if (now.notice > 0 && before.notice === 0)
    tell(
      ends + now.notice - notice,
      `is told that it will be put on ${said} on ${date(ends + now.notice)}, until ${until}`,
    );
  return told;
}
