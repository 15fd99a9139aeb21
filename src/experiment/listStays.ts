import type { Reckoner } from "../engine/backend.ts";
import type { Calendar } from "../model/draft/calendar.ts";
import { decode, type ListLegend } from "../model/legend/legend.ts";
import { sayDay } from "./phrases.ts";
import { readerOf } from "./reader.ts";

/** Where somebody stands with a list when a tick ends. Days from then on, and of the tick. */
export interface ListStanding {
  readonly left: number;
  readonly notice: number;
  readonly days: number;
  readonly entries: number;
  readonly exits: number;
  readonly performed: boolean;
  /** Whether it ended because a record was taken back. */
  readonly struck: boolean;
}

/** Tells where anyone of a kind stands with each list. */
export function openLists(engine: Reckoner, lists: readonly ListLegend[]): (entity: number) => ListStanding[] {
  const readers = lists.map(({ left, notice, days, moves }) => ({
    left: readerOf(left, engine),
    notice: notice ? readerOf(notice, engine) : () => 0,
    days: readerOf(days, engine),
    moves: readerOf(moves.column, engine),
    code: moves.code,
  }));
  return (entity) =>
    readers.map(({ left, notice, days, moves, code }) => {
      const all = moves(entity);
      return {
        left: left(entity),
        notice: notice(entity),
        days: days(entity),
        entries: decode(all, code.entries),
        exits: decode(all, code.exits),
        performed: decode(all, code.performed) > 0,
        struck: code.struck !== undefined && decode(all, code.struck) > 0,
      };
    });
}

/** "the blacklist defaulters". */
export function sayList({
  color,
  name,
}: Pick<ListLegend, "name"> & { color: ListLegend["color"] | undefined }): string {
  return `the ${color ?? "black"}list ${name}`;
}

/** Something that happens with a list. */
export interface Told {
  /** The day on which it happens; undefined where all that is known is the tick. */
  readonly date: string | undefined;
  readonly text: string;
}

/** What a tick did to somebody on, or about to be put on, a list. */
export function tellList(
  list: ListLegend,
  before: ListStanding,
  now: ListStanding,
  tick: number,
  calendar: Calendar,
): Told[] {
  const [said, notice] = [sayList(list), list.noticeDays];
  const [begins, ends] = [calendar.daysUntil(tick), calendar.daysUntil(tick + 1)];
  const date = (days: number): string => sayDay(calendar.dayAfter(days));
  const told: Told[] = [];
  const tell = (days: number | undefined, text: string): void =>
    void told.push({ date: days === undefined ? undefined : date(days), text });
  const wasOn = before.left > 0 && before.notice === 0;
  const isOn = now.left > 0 && now.notice === 0;
  const until = date(ends + now.left);
  if (now.performed && now.left > 0 && now.entries === 0 && isOn)
    tell(undefined, `performs, and may leave ${said} on ${until}`);
  if (now.performed && before.notice > 0 && now.left === 0 && now.entries === 0)
    tell(undefined, `performs in time, and is not put on ${said}`);
  if (now.struck && before.notice > 0 && now.left === 0 && now.entries === 0)
    tell(undefined, `is not put on ${said}: the record was taken back`);
  // A stay that ended was one from the beginning of the tick on, unless it also began in it.
  const left = now.entries === 0 ? begins + now.days : begins + before.left;
  if (wasOn && now.exits > 0) tell(left, `leaves ${said}${now.struck ? ", since the record was taken back" : ""}`);
  if (now.entries > 0) {
    const earlier = wasOn ? left - begins : 0;
    if (isOn) tell(ends - (now.days - earlier), `is put on ${said}, until ${until}`);
    else tell(undefined, `is on ${said} for ${now.days - earlier} days`);
  } else if (isOn && wasOn && now.left > before.left - (ends - begins) && !now.performed)
    tell(undefined, `must stay on ${said} longer, until ${until}`);
  if (now.notice > 0 && before.notice === 0)
    tell(
      ends + now.notice - notice,
      `is told that it will be put on ${said} on ${date(ends + now.notice)}, until ${until}`,
    );
  return told;
}
