import { describe, expect, test } from "vitest";
import { layOut, packingOf, personAt, placeOf, spreadOut } from "../../studio/picture/layout.ts";

const countries = [
  { communities: 20, communitySize: 64, people: 1230 },
  { communities: 7, communitySize: 128, people: 896 },
  { communities: 3, communitySize: 1024, people: 2500 },
  { communities: 1, communitySize: 4, people: 3 },
  { communities: 5, communitySize: 30, people: 141 },
];

describe("where people stand", () => {
  test.each(countries)("is a place of their own, by which they are found: %o", (country) => {
    const layout = layOut(country);
    const taken = new Set<string>();
    for (let person = 0; person < country.people; person++) {
      const { x, y } = placeOf(person, layout);
      expect(x >= 0 && y >= 0 && x < layout.width && y < layout.height).toBe(true);
      taken.add(`${x} ${y}`);
      if (personAt(x + 0.5, y + 0.5, layout) !== person) expect.fail(`person ${person} is not found`);
    }
    expect(taken.size).toBe(country.people);
    let found = 0;
    for (let y = 0; y < layout.height; y++)
      for (let x = 0; x < layout.width; x++) if (personAt(x, y, layout) !== undefined) found++;
    expect(found).toBe(country.people);
    for (const [x, y] of [
      [-0.01, 0],
      [0, -1],
      [layout.width, 0],
      [0, layout.height],
    ] as const)
      expect(personAt(x, y, layout)).toBeUndefined();
  });

  test.each(countries.slice(0, 3))("is beside that of the next in number of their community: %o", (country) => {
    const layout = layOut(country);
    for (let person = 1; person < country.communitySize; person++) {
      const [a, b] = [placeOf(person - 1, layout), placeOf(person, layout)];
      const far = Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
      // Two squares side by side meet where one curve ends and the next begins.
      expect(far === 1 || person % layout.blockHeight ** 2 === 0).toBe(true);
    }
  });

  test("has communities as rectangles, those that are next in number side by side or one below the other", () => {
    const layout = layOut(countries[0]!);
    const blockOf = (person: number) => {
      const { x, y } = placeOf(person, layout);
      return [Math.floor(x / layout.blockWidth), Math.floor(y / layout.blockHeight)] as const;
    };
    for (let community = 1; community < 20; community++) {
      const [before, now] = [blockOf(64 * (community - 1)), blockOf(64 * community)];
      expect(Math.abs(before[0] - now[0]) + Math.abs(before[1] - now[1])).toBe(1);
      if (64 * community + 63 < 1230) expect(blockOf(64 * community + 63)).toEqual(now);
    }
  });

  test.each([5000, 20_000, 100_000, 1_000_000])(
    "of %i people lacks little of a rectangle that is wider than high",
    (people) => {
      for (const communitySize of [64, 128, 256]) {
        const communities = Math.ceil(people / communitySize);
        const { width, height } = layOut({ communities, communitySize, people });
        expect(width / height).toBeGreaterThan(1.1);
        expect(width / height).toBeLessThan(2.3);
        if (communities > 50) expect((width * height) / people).toBeLessThan(1.06);
      }
    },
  );

  test("fits a texture of any card: of a million as it is, of a nation in layers", () => {
    const of = (people: number, side: number) => {
      const layout = layOut({ communities: Math.ceil(people / 128), communitySize: 128, people });
      return { ...packingOf(layout, side), places: layout.width * layout.height };
    };
    expect(of(1_000_000, 4096)).toMatchObject({ layers: 1, isPacked: false });
    for (const [people, side] of [
      [1_000_000, 512],
      [30_000_000, 4096],
      [1_400_000_000, 4096],
    ] as const) {
      const { width, rows, layers, isPacked, places } = of(people, side);
      expect(isPacked).toBe(true);
      expect(Math.max(width, rows)).toBeLessThanOrEqual(side);
      expect(width * rows * layers).toBeGreaterThanOrEqual(places);
      expect(width * rows * (layers - 1)).toBeLessThan(places);
      // What every card of WebGL2 has at least.
      expect(layers).toBeLessThanOrEqual(256);
    }
  });

  test("gets the byte of who stands there, and 255 where nobody does", () => {
    const country = countries[2]!;
    const layout = layOut(country);
    const cells = Uint8Array.from({ length: country.people }, (_, person) => person % 251);
    const places = new Uint8Array(layout.width * layout.height);
    spreadOut(cells, layout, places);
    for (let y = 0; y < layout.height; y++)
      for (let x = 0; x < layout.width; x++) {
        const person = personAt(x, y, layout);
        const byte = person === undefined ? 255 : person % 251;
        if (places[y * layout.width + x] !== byte) expect.fail(`(${x}, ${y}) is not ${byte}`);
      }
  });
});
