import { calendarOf, changesFrom, portray, readShipped, type Scenario, shippedNames } from "../../src/index.ts";
import { sayTick } from "../../src/report/summary.ts";
import { sayDay } from "../../src/report/wording.ts";
import type { FromOutcome, Opening, Portrayed, ReadOutcome } from "../messages.ts";
import { chartsOf, plainChart } from "./charted.ts";
import { colouringsOf, plainOf } from "./colourings.ts";
import { faultsIn, faultsOf } from "./faults.ts";
import { changedAt } from "./marked.ts";
import { twinOf } from "./twin.ts";
import { scenarioOf } from "./written.ts";

/** What somebody who looks at a scenario is told before anything runs, or all that is wrong with it. */
export function readOpening(opening: Opening): ReadOutcome {
  try {
    return { ok: true, portrayed: portrayedOf(scenarioOf(opening), opening) };
  } catch (error) {
    return { ok: false, faults: faultsIn(error, opening.text) };
  }
}

/** Changes that hold from a tick on, or why they cannot. */
export function readFrom(opening: Opening, tick: number, changes: Opening["changes"]): FromOutcome {
  try {
    return { ok: true, changes: changesFrom(scenarioOf(opening), tick, changes) };
  } catch (error) {
    return { ok: false, faults: faultsIn(error, opening.text) };
  }
}

function portrayedOf(scenario: Scenario, opening: Opening): Portrayed {
  const { data, sources, tally, questions, warnings } = scenario;
  const lowered = scenario.lower();
  const { plan } = lowered;
  const text = sources[0]?.text ?? "";
  const twin = twinOf(scenario);
  const inTwin = new Set(twin ? colouringsOf(twin.scenario.lower()).map(({ key }) => key) : []);
  return {
    name: scenario.name,
    title: scenario.title,
    about: data.about ?? "",
    notes: data.notes ?? [],
    text,
    hash: scenario.hash,
    people: plan.size,
    ticks: plan.ticks,
    settle: plan.settle ?? 0,
    tick: sayTick(scenario),
    start: sayDay(calendarOf(data.time).dayOf(0)),
    tally,
    questions: questions.map(({ name, asks, reads }) => ({ name, asks, reads })),
    sections: portray(scenario),
    sources: sourcesOf(scenario),
    colourings: colouringsOf(lowered).map((one) => ({ ...plainOf(one), inTwin: inTwin.has(one.key) })),
    charts: chartsOf(lowered).map(plainChart),
    warnings: faultsOf(warnings, text, "warning"),
    changedAt: changedAt(opening, scenario),
    twin: twin && { says: twin.says, shipped: shippedAs(twin.scenario) },
  };
}

/** The name under which a scenario is shipped as it is. */
function shippedAs({ name, hash }: Scenario): string | undefined {
  return shippedNames().includes(name) && readShipped(name).hash === hash ? name : undefined;
}

function sourcesOf({ data }: Scenario): Portrayed["sources"] {
  const say = ({ title, author, publisher, date }: NonNullable<typeof data.sources>[number]["is"]): string =>
    [title, author, publisher, date].filter((part) => part !== undefined).join(", ");
  return Object.fromEntries((data.sources ?? []).map(({ name, is }) => [name, say(is)]));
}
