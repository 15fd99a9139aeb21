import { expect, test } from "vitest";
import { readShipped, type Scenario } from "../../src/index.ts";
import { everything } from "../experiment/worlds.ts";
import { livesEverywhere, runners } from "./worlds.ts";

const shipped = [
  "suining",
  "sesame",
  "tencent",
  "rongcheng",
  "nosedive",
  "national-repair",
  "national-as-found",
  "fico",
];
const worlds: [string, Scenario][] = [
  ["everything at once", everything],
  ...shipped.map((name): [string, Scenario] => [name, readShipped(name)]),
];

// Two hundred people, and two hundred enterprises where there are any, over the whole span: eight neighbours each time,
// since every community that is lived again takes as long as it takes in the whole world.
test.each(worlds)(
  "lives of %s, told of communities that are lived again, are those of a whole world",
  async (_, scenario) => {
    const { whole, others } = await livesEverywhere(scenario, { people: 11_000, lives: 200, neighbours: 8 });
    expect(others).toHaveLength(runners.length);
    for (const [name, lives] of others) expect(lives, name).toEqual(whole);
  },
);
