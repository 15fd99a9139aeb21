import { expect, test } from "vitest";
import { explain, openWorld, readShipped, shippedNames } from "../../src/index.ts";
import { pulledDown } from "../../studio/world/example.ts";

const scale = { people: 3000, threads: 1 } as const;

test.each([1, 2])(
  "whom the tour shows as pulled down by friends was pulled down by them, as the file has it: seed %i",
  async (seed) => {
    const world = await openWorld(readShipped("sesame"), { ...scale, seed });
    expect(pulledDown(world)).toBeUndefined();
    while (world.tick < 24) await world.step();
    const person = pulledDown(world)!;
    world.close();
    const [life] = await explain(readShipped("sesame"), { ...scale, seed, ticks: 24, persons: [person] });
    expect(life!.pulled).toBeLessThan(-0.5);
    const friends = life!.friends!;
    const mean = friends.reduce((sum, { score }) => sum + score, 0) / friends.length;
    expect(mean).toBeLessThan(life!.score!);
    // The score is this person's own: neither that of who is not covered nor that of a thin file.
    expect(life!.band).not.toBe("ungraded");
  },
  60_000,
);

test("where no friends pull a score, nobody is shown as pulled down by them", async () => {
  for (const name of shippedNames()) {
    const world = await openWorld(readShipped(name), { people: 300, threads: 1, unsettled: true });
    if (name !== "sesame") for (let i = 0; i < 4; i++) await world.step();
    expect(pulledDown(world), name).toBeUndefined();
    world.close();
  }
});

test.each([1, 2, 3])(
  "who stands high by their own records is pulled down and who stands low is lifted, as the tour says: seed %i",
  async (seed) => {
    const world = await openWorld(readShipped("sesame"), { ...scale, seed });
    while (world.tick < 24) await world.step();
    const [{ score }] = world.legend.kinds;
    const people = Array.from({ length: scale.people }, (_, person) => {
      const moved = world.valueOf(world.pulledBy!, person);
      return { moved, own: world.valueOf(score!.standing!.column, person) - moved };
    }).sort((a, b) => a.own - b.own);
    world.close();
    const meanOf = (some: readonly { moved: number }[]): number =>
      some.reduce((sum, { moved }) => sum + moved, 0) / some.length;
    expect(meanOf(people.slice(-300))).toBeLessThan(-0.1);
    expect(meanOf(people.slice(0, 300))).toBeGreaterThan(meanOf(people.slice(-300)) + 0.1);
  },
  60_000,
);
