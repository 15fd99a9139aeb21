import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { shown } from "./command.ts";
import { rooms } from "./rooms.ts";
import { isDead, tryRoom } from "./runner.ts";

/** A mutant that no test sees: it changes nothing that anybody could see, or what it changes is of no account. */
interface Survivor {
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

const count = 300;
const names = ["rules", "plan", "model"] as const;
const listed = parse(readFileSync(new URL("survivors.yaml", import.meta.url), "utf8")) as Readonly<
  Record<(typeof names)[number], readonly Survivor[]> & { judged: Record<string, number> }
>;

test.each(names)(
  `of ${count} broken lines of %s tests see at least 85 in 100, and the others have their reasons`,
  async (name) => {
    const fates = await tryRoom(rooms[name]!, { count, seed: 2, workers: 2 });
    const dead = fates.filter(isDead);
    const alive = fates.slice(0, listed.judged[name]).filter((fate) => !isDead(fate));
    const same = (one: Survivor) => (other: Survivor | (typeof fates)[number]["mutant"]) =>
      one.line === other.line && one.from === other.from && one.to === other.to;
    const unexplained = alive.filter(({ mutant }) => !listed[name].some((one) => same(one)(mutant)));
    expect(unexplained.map(({ mutant }) => shown(mutant))).toEqual([]);
    // Whoever is listed and dies is no survivor any more.
    const risen = listed[name].filter(
      (one) => dead.some(({ mutant }) => same(one)(mutant)) && !alive.some(({ mutant }) => same(one)(mutant)),
    );
    expect(risen).toEqual([]);
    expect(dead.length / fates.length).toBeGreaterThanOrEqual(0.85);
  },
);
