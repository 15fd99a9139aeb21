import { Luck } from "./luck.ts";
import { dayAfter, type Json, type Making, rulesOf, tickRulesOf } from "./people.ts";
import { RuleMaker } from "./rules.ts";
import { dated, type Kind } from "./scheme.ts";

const terms = ["3 days", "30 days", "2 ticks", "2 years"] as const;
const grades = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Lists, roll-outs, enrolment, what is blocked, and what families feel; by a luck of their own. */
export function makeRegister(world: Making, seed: number): { fill: (scenario: Json, kinds: readonly Kind[]) => void } {
  const making: Making = { ...world, luck: new Luck(seed + 6_000_000) };
  const { luck } = making;
  const lists = luck.chance(0.6) ? luck.list(1, 2, (i) => `l${i}`) : [];
  const rollouts = luck.chance(0.4) ? luck.list(1, 2, (i) => `o${i}`) : [];
  const enrols = luck.chance(0.35);
  for (const name of rollouts) making.world.push({ name, kind: "number", size: 2 });
  if (enrols) {
    making.world.push({ name: "take_up", kind: "number", size: 1 });
    making.person.push({ name: "enrolled", kind: "truth", size: 3 });
  }
  for (const name of lists) {
    making.person.push({ name, kind: "truth", size: 5 }, { name: `${name}_notified`, kind: "truth", size: 3 });
    making.person.push({ name: `${name}_days`, kind: "number", size: 1 });
  }
  return {
    fill: (scenario, kinds) => {
      if (lists.length > 0) scenario.lists = Object.fromEntries(lists.map((name) => [name, listOf(making, kinds)]));
      const institutions: Json = { ...(scenario.institutions as Json | undefined) };
      if (rollouts.length > 0)
        institutions.rollouts = Object.fromEntries(rollouts.map((name) => [name, dated(making, [0, 0.4, 1])]));
      if (enrols) institutions.enrolment = enrolmentOf(making);
      if (Object.keys(institutions).length > 0) scenario.institutions = institutions;
      blockSome(making, scenario);
    },
  };
}

function listOf(making: Making, kinds: readonly Kind[]): Json {
  const { luck } = making;
  const names = kinds.filter(({ channels }) => channels.length > 0).map(({ name }) => name);
  const term = (): unknown =>
    luck.chance(0.3) ? Object.fromEntries(grades.map((grade) => [grade, luck.pick(terms)])) : luck.pick(terms);
  const length = term();
  const list: Json = {};
  if (names.length > 0)
    list.grounds = luck.chance(0.3)
      ? Object.fromEntries(luck.some(names, 1, 2).map((name) => [name, term()]))
      : luck.some(names, 1, 3);
  if (names.length === 0 || luck.chance(0.3)) list.when = tickRulesOf(making).truth(2).text;
  if (luck.chance(0.5)) list.notice = luck.pick(["1 day", "10 days", "3 ticks"]);
  if (list.when !== undefined || Array.isArray(list.grounds)) list.term = length;
  const extension = luck.chance(0.5) ? luck.pick(["5 days", "1 year"]) : undefined;
  const most = luck.chance(0.3) ? luck.pick(["40 days", "3 years"]) : undefined;
  if (extension && list.grounds) list.extension = extension;
  if (most && list.extension) list.at_most = most;
  if (luck.chance(0.3)) list.exempt = tickRulesOf(making).truth(2).text;
  if (luck.chance(0.3)) list.color = luck.pick(["black", "red"]);
  const exits = luck.chance(0.6) ? luck.some(names, 1, 2) : [];
  if (exits.length > 0)
    list.exits = Object.fromEntries(
      exits.map((name) => {
        const exit: Json = {};
        if (luck.chance(0.6)) exit.within = luck.pick(["0 days", "3 days", "2 weeks"]);
        if (luck.chance(0.5)) exit.after = luck.chance(0.7) ? "5 days" : { 1: "1 day", 2: "20 days", ...term10(luck) };
        return [name, exit];
      }),
    );
  return list;
}

function term10(luck: Luck): Json {
  return Object.fromEntries(grades.slice(2).map((grade) => [grade, luck.pick(terms)]));
}

function enrolmentOf(making: Making): Json {
  const { luck } = making;
  // Read before enterprises are spoken of.
  const earlier = making.world.filter(({ name }) => name !== "take_up" && !name.startsWith("enterprises_"));
  const world = new RuleMaker(luck, { names: earlier, gathered: [] });
  const enrolment: Json = {
    take_up: luck.chance(0.7)
      ? dated(making, [0.1, 0.5, 1, 0], { rising: true })
      : `clamp(${world.number(2).text}, 0, 1)`,
  };
  if (luck.chance(0.5)) enrolment.may = rulesOf(making).truth(2).text;
  if (luck.chance(0.5))
    enrolment.opt_out = { per_year: luck.chance(0.5) ? luck.pick([0, 0.5, 20]) : tickRulesOf(making).within(0, 9, 2) };
  if (luck.chance(0.4)) enrolment.mandatory = dayAfter(making, luck.from(0, 4));
  return enrolment;
}

function blockSome(making: Making, scenario: Json): void {
  const { luck } = making;
  const conduct = scenario.conduct as Record<string, Json>;
  for (const one of Object.values(conduct)) if (luck.chance(0.25)) one.blocked = tickRulesOf(making).truth(2).text;
  for (const one of Object.values(scenario.consequences as Record<string, Json>)) {
    if (luck.chance(0.3)) one.blocks = luck.some(Object.keys(conduct), 1, 2);
    if (!luck.chance(0.3)) continue;
    one.family = true;
    if (luck.chance(0.5)) one[luck.pick(["family_costs", "family_benefits"])] = "30 yuan per month";
  }
}
