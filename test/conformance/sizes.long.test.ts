import { expect, test } from "vitest";
import { differenceOf, rows } from "./rows.ts";
import { few, planOf } from "./sizes.ts";

const sizes = [1, 31, 32, 33, 1023, 1025];
const communities = [32, 64, 4096];
const each = sizes.flatMap((people) => communities.map((community) => [people, community] as const));

test.each(each)("rows agree on %i people in communities of %i", async (people, community) => {
  expect(await differenceOf(planOf(people, community), 7, 3, few)).toBeUndefined();
});

test.each([
  [10_007, 32, 0],
  [10_007, 4096, 1],
])(
  "rows agree on %i people in communities of %i with %i far friends, on all threads",
  async (people, community, far) => {
    expect(await differenceOf(planOf(people, community, far), 8, 3, rows)).toBeUndefined();
  },
);
