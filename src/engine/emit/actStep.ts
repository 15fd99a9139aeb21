import type { ActStep, DueStep } from "../../plan/plan.ts";
import { type Body, openBody, printOver } from "./body.ts";
import { drawCandidates, keepActors } from "./candidates.ts";
import type { Printed } from "./code.ts";
import { read, type Value } from "./code.ts";
import { placedAt } from "./columns.ts";
import type { Given } from "./draws.ts";
import { emitEvents, openTallies, type Tallies } from "./events.ts";
import { below, here, loadOwnFour, ownWord, scaled, splat, zero } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Acts of one kind in one community, following the acts and not the people: candidates are drawn four at a time into
 * lists, those who act are kept, and their events are done four at a time. No step branches on chance.
 */
export function emitAct(step: ActStep, place: number, name: string, around: Surroundings, layout: Layout): Printed {
  const body = openBody(around, layout);
  const candidates = body.code.local("i32", "$candidates");
  const actors = body.code.local("i32", "$acting");
  drawCandidates(body, step, candidates);
  keepActors(body, step, place, { candidates, actors });
  const most = step.layers.reduce((sum, layer) => sum + placedAt(layout.tables, layer.table).length, 1000);
  const tallies = openTallies(body, [...step.event.before, ...step.event.record.effects], most);
  whereAnyActs(body, step, actors, () => {
    doActs(body, step, tallies, actors);
    doScript(body, step, tallies);
    for (const tally of tallies.values()) tally.flush();
  });
  return printOver(body, name);
}

/** Does something in communities where somebody acts by chance or by the script. */
export function whereAnyActs(
  { code, layout }: Body,
  { name }: ActStep | DueStep,
  actors: Value,
  inside: () => void,
): void {
  const script = layout.scripts.get(name);
  const any = script ? `(i32.or ${read(actors)} (i32.load offset=${script.at} ${zero}))` : read(actors);
  code.block(`(if ${any} (then`, "))", inside);
}

/** Does the events of those who act. */
function doActs(body: Body, { event, name }: ActStep, tallies: Tallies, actors: Value): void {
  const { code, layout } = body;
  const { actors: kept, actorOrdinals } = layout.worker;
  const i = code.local("i32");
  code.remark(`events of ${name}`);
  code.loop(i, zero, read(actors), 4, () => {
    const at = code.value("i32", ownWord(read(i)));
    const mask = below(code, i, read(actors));
    // Behind the last actor the list holds what was there before: slot 0 is safe to look at.
    const slot = code.iand(mask, loadOwnFour(code, kept, at));
    const ordinal = loadOwnFour(code, actorOrdinals, at);
    const place = splat(code, read(here.community));
    emitEvents(body, event, { mask, slot, address: { place, ordinal } }, tallies);
  });
}

/** Does the acts that the script has of a step for this tick, where its entity lives here. The host has listed them. */
export function doScript(body: Body, { event, name }: ActStep | DueStep, tallies: Tallies): void {
  const { code, layout, around } = body;
  const script = layout.scripts.get(name);
  if (!script || !around.script) return;
  const { entity } = around.script;
  const i = code.local("i32");
  const community = Math.floor(entity / layout.communitySize);
  const count = `(i32.load offset=${script.at} ${zero})`;
  code.remark(`scripted acts of ${name}`);
  code.block(`(if (i32.eq ${read(here.community)} (i32.const ${community}))`, ")", () => {
    code.block("(then", ")", () => {
      code.loop(i, zero, count, 4, () => {
        const at = code.value("i32", scaled(read(i), 4));
        const list = (place: number): Value =>
          code.value("v128", `(v128.load offset=${script.at + script.stride * place} ${read(at)})`);
        const mask = below(code, i, count);
        const given: Given = new Map(
          script.names.map((each, k) => [each, { mask: list(2 + 2 * k), value: list(3 + 2 * k) }]),
        );
        const slot = code.iconst(entity % layout.communitySize);
        const address = { place: code.iconst(-1), ordinal: list(1) };
        emitEvents(body, event, { mask, slot, address, given }, tallies);
      });
    });
  });
}
