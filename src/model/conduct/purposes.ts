import type { Event } from "../../plan/plan.ts";
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

  /** The same event with the luck of another place. */
  moved(event: Event, at: string): Event {
    const there = new Purposes(at, this.#draft);
    const move = (purpose: string): string => {
      const what = this.#made.get(purpose);
      if (what === undefined) throw new Error(`bug: ${purpose} is no purpose of ${this.#at}`);
      return there.of(what);
    };
    const { misdirect } = event;
    return {
      ...event,
      lets: event.lets.map((each) => ("purpose" in each ? { ...each, purpose: move(each.purpose) } : each)),
      misdirect: misdirect && { ...misdirect, purpose: move(misdirect.purpose) },
    };
  }
}
