import { run } from "../../src/experiment/run.ts";
import { readShipped, type Scenario } from "../../src/scenario/scenario.ts";

/** Points by conduct, as a scenario states them. */
export function pointsOf({ data }: Scenario): ReadonlyMap<string, number> {
  const points = data.scheme?.points ?? [];
  return new Map(points.map(({ name, is }) => [name, is.is.kind === "rule" ? Number(is.is.rule.text) : Number.NaN]));
}

/** Records that take points and that give some, up to the last week of March 2010. */
export async function disclosureOfMarch(people: number, seed: number): Promise<{ negative: number; positive: number }> {
  const suining = readShipped("suining");
  const { results } = await run(suining, { people, seed, ticks: 13, threads: 2 });
  let [negative, positive] = [0, 0];
  for (const [name, worth] of pointsOf(suining)) {
    const records = results
      .of(`records.${name}`)
      .counts()
      .reduce((sum, count) => sum + count, 0);
    if (worth < 0) negative += records;
    else positive += records;
  }
  return { negative, positive };
}
