import { type Run, reckon, type Scenario } from "../../index.ts";

type Data = Scenario["data"];

/** One kind of entity, as sections of a report go over it. */
export interface Whose {
  readonly noun: "people" | "enterprises";
  /** What the names of its measures begin with. */
  readonly prefix: string;
  /** How many there are. */
  readonly count: number;
  readonly said: Pick<Data, "lists" | "conduct" | "consequences">;
}

export function peopleOf({ scenario, people }: Run): Whose {
  return { noun: "people", prefix: "", count: people, said: scenario.data };
}

/** Undefined where there are none. */
export function enterprisesOf({ scenario, plan }: Run): Whose | undefined {
  const said = scenario.data.enterprises;
  const count = reckon(plan).kinds[0]?.size ?? 0;
  return said && count > 0 ? { noun: "enterprises", prefix: "enterprises.", count, said } : undefined;
}
