import type { Part } from "../../core/chance.ts";
import type { Event, Shared } from "../../plan/plan.ts";
import type { Draft } from "../draft/draft.ts";

/** The purposes of chance under which what belongs to an event is drawn, by what it is. */
export class Purposes {
  readonly #at: string;
  readonly #draft: Draft;
  readonly #made = new Map<string, string>();

  /** `at` stands before what is drawn. */
  constructor(at: string, draft: Draft) {
    this.#at = at;
    this.#draft = draft;
  }

  /** The purpose of one of its draws. */
  of(what: string): string {
    const purpose = this.#draft.own<string>(`${this.#at}/${what}`);
    this.#made.set(purpose, what);
    return purpose;
  }

  /** The block that whoever first sees an act, how grave it is and whom it is put down to share. */
  get act(): string {
    return this.of("act");
  }

  /** A part of that block. */
  partOfAct(part: Part): Shared {
    return { purpose: this.act, part };
  }

  /** The same event with the luck of another place. */
  moved(event: Event, at: string): Event {
    const there = new Purposes(at, this.#draft);
    const move = (purpose: string): string => {
      const what = this.#made.get(purpose);
      if (what === undefined) throw new Error(`bug: ${purpose} is no purpose of ${this.#at}`);
      return there.of(what);
    };
    const moveDraw = <T extends { readonly purpose: string; readonly shares?: Shared | undefined }>(each: T): T => {
      const { shares } = each;
      return {
        ...each,
        purpose: move(each.purpose),
        ...(shares && { shares: { ...shares, purpose: move(shares.purpose) } }),
      };
    };
    const { misdirect } = event;
    return {
      ...event,
      lets: event.lets.map((each) => ("purpose" in each ? moveDraw(each) : each)),
      misdirect: misdirect && moveDraw(misdirect),
    };
  }
}
