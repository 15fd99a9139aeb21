import type { ActStep, Plan } from "../../plan/plan.ts";
import { drawCandidates, keepActors } from "./candidates.ts";
import { Code, own, read, type Value } from "./code.ts";
import { placedAt } from "./columns.ts";
import type { Given } from "./draws.ts";
import { emitEvents, openTallies, type Tallies } from "./events.ts";
import { below, here, splat } from "./idioms.ts";
import type { Layout, PlacedScript } from "./layout.ts";
import { communityParameters } from "./mapStep.ts";

/**
 * Acts of one kind in one community, following the acts and not the people: candidates are drawn four at a time into
 * lists, those who act are kept, and their events are done four at a time. No step branches on chance.
 */
export function emitAct(step: ActStep, place: number, name: string, plan: Plan, layout: Layout): string {
  const code = new Code();
  const candidates = code.local("i32", "$candidates");
  const actors = code.local("i32", "$acting");
  drawCandidates(step, code, layout, candidates);
  keepActors(step, place, code, plan, layout, candidates, actors);
  const most = step.layers.reduce((sum, layer) => sum + placedAt(layout.tables, layer.table).length, 1000);
  const tallies = openTallies([...step.event.before, ...step.event.record.effects], most, code, plan, layout);
  doActs(step, tallies, code, layout, actors);
  const script = layout.scripts.get(step.name);
  if (script && plan.script) doScript(step, script, plan.script.entity, tallies, code, layout);
  for (const tally of tallies.values()) tally.flush();
  return code.print(`${name} ${communityParameters}`);
}

/** Does the events of those who act. */
function doActs({ event, name }: ActStep, tallies: Tallies, code: Code, layout: Layout, actors: Value): void {
  const { actors: kept, actorOrdinals } = layout.worker;
  const i = code.local("i32");
  code.remark(`events of ${name}`);
  code.loop(i, "(i32.const 0)", read(actors), 4, () => {
    const at = code.value("i32", own(`(i32.shl ${read(i)} (i32.const 2))`));
    const mask = below(code, i, read(actors));
    // Behind the last actor the list holds what was there before: slot 0 is safe to look at.
    const slot = code.iand(mask, code.value("v128", `(v128.load offset=${kept} ${read(at)})`));
    const ordinal = code.value("v128", `(v128.load offset=${actorOrdinals} ${read(at)})`);
    const place = splat(code, read(here.community));
    emitEvents(event, { mask, slot, address: { place, ordinal } }, tallies, code, layout);
  });
}

/** Does the acts that the script has for this tick, where its entity lives here. The host has listed them. */
function doScript(
  { event, name }: ActStep,
  script: PlacedScript,
  entity: number,
  tallies: Tallies,
  code: Code,
  layout: Layout,
): void {
  const i = code.local("i32");
  const community = Math.floor(entity / layout.communitySize);
  const count = `(i32.load offset=${script.at} (i32.const 0))`;
  code.remark(`scripted acts of ${name}`);
  code.block(`(if (i32.eq (local.get $community) (i32.const ${community}))`, ")", () => {
    code.block("(then", ")", () => {
      code.loop(i, "(i32.const 0)", count, 4, () => {
        const at = code.value("i32", `(i32.shl ${read(i)} (i32.const 2))`);
        const list = (place: number): Value =>
          code.value("v128", `(v128.load offset=${script.at + script.stride * place} ${read(at)})`);
        const mask = below(code, i, count);
        const given: Given = new Map(
          script.names.map((each, k) => [each, { mask: list(2 + 2 * k), value: list(3 + 2 * k) }]),
        );
        const slot = code.iconst(entity % layout.communitySize);
        emitEvents(
          event,
          { mask, slot, address: { place: code.iconst(-1), ordinal: list(1) }, given },
          tallies,
          code,
          layout,
        );
      });
    });
  });
}
