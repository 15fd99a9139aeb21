import { effectsOf } from "../../plan/effects.ts";
import type { DueStep } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { leavesOf, type TruthTree } from "../../rules/tree.ts";
import { doScript, whereAnyActs } from "./actStep.ts";
import { type Body, eachFour, entitiesFrom, entitiesOf, openBody, printOver } from "./body.ts";
import type { Printed } from "./code.ts";
import { read, type Value } from "./code.ts";
import { leavesAt, onlyWhere, rowLeaves } from "./columns.ts";
import { blockOf, emitInterval } from "./draws.ts";
import { emitEvents, openTallies, type Tallies } from "./events.ts";
import { below, fourFrom, isFilled, loadOwnFour, ownWord, packInto, whereAny, zero } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import { isSifted, mayFall, sift } from "./sift.ts";
import type { Surroundings } from "./surroundings.ts";
import { emitTruth } from "./trees.ts";

/**
 * What is due in one community: four slots in a row ask whether it is due of them and draw; those it falls to are packed
 * into a list, and their events are done four at a time. What is due of nobody, as only globals say, costs one question.
 */
export function emitDue(step: DueStep, name: string, around: Surroundings, layout: Layout): Printed {
  const body = openBody(around, layout);
  const { code } = body;
  // A life may be due more than once in a tick, as its script has it.
  const tallies = openTallies(body, effectsOf(step), layout.communitySize + 1000);
  const { alike, each } = splitTruth(step.when);
  const actors = code.local("i32", "$acting");
  onlyWhere(alike, body, () => {
    const slot = code.local("i32", "$s");
    eachFour(body, slot, () => keepDue(body, step, each, slot, actors));
    if (isSifted(step.chance)) siftDue(body, step, actors);
  });
  whereAnyActs(body, step, actors, () => {
    doKept(body, step, tallies, actors);
    if (step.of === undefined) doScript(body, step, tallies);
    for (const tally of tallies.values()) tally.flush();
  });
  return printOver(body, name);
}

/** What of a truth is the same for everyone, and what has to be asked of each; undefined for what always holds. */
function splitTruth(tree: TruthTree): {
  readonly alike: TruthTree | undefined;
  readonly each: TruthTree | undefined;
} {
  if (tree.op === "truth" && tree.value) return { alike: undefined, each: undefined };
  if (leavesOf(tree, "column").length === 0) return { alike: tree, each: undefined };
  if (tree.op !== "and") return { alike: undefined, each: tree };
  const [left, right] = [splitTruth(tree.left), splitTruth(tree.right)];
  return { alike: both(left.alike, right.alike), each: both(left.each, right.each) };
}

function both(one: TruthTree | undefined, other: TruthTree | undefined): TruthTree | undefined {
  return one && other ? build.and(one, other) : (one ?? other);
}

/** Packs those of four slots in a row of whom it is due and whom it falls to. */
function keepDue(body: Body, step: DueStep, each: TruthTree | undefined, slot: Value, actors: Value): void {
  const { code, around, layout } = body;
  const slots = fourFrom(code, read(slot));
  const leaves = rowLeaves(body, slot, new Map());
  let due = isFilled(code, slots);
  if (around.script && step.of === undefined) {
    const { entity } = around.script;
    const lives = code.op("i32x4.eq", entitiesFrom(body, slot), code.iconst(entity));
    due = code.iand(due, code.op("v128.not", lives));
  }
  if (each) due = code.iand(due, emitTruth(each, code, leaves));
  const keep = (): void => {
    const address = { place: entitiesFrom(body, slot), ordinal: code.iconst(0) };
    const { first } = blockOf(body, step.purpose, address);
    const { meeting, words } = layout.worker;
    const sifted = isSifted(step.chance);
    const falls = sifted ? mayFall(body, step.chance, first, leaves) : emitInterval(step, code, first, leaves);
    const lists = [{ at: meeting, words: slots }, ...(sifted ? [{ at: words, words: first }] : [])];
    packInto(body, code.iand(due, falls), actors, lists);
  };
  if (each) whereAny(code, due, keep);
  else keep();
}

/** Keeps of those whom it may fall to the ones to whom it does. */
function siftDue(body: Body, step: DueStep, actors: Value): void {
  const { code, layout } = body;
  const { meeting, words } = layout.worker;
  sift(body, actors, [meeting, words], ([slot, word]) =>
    emitInterval(step, code, word!, leavesAt(body, slot!, new Map())),
  );
}

/** Does the events of those who were kept. */
function doKept(body: Body, { event, name }: DueStep, tallies: Tallies, actors: Value): void {
  const { code, layout } = body;
  const i = code.local("i32");
  code.remark(`events of ${name}`);
  code.loop(i, zero, read(actors), 4, () => {
    const at = code.value("i32", ownWord(read(i)));
    const mask = below(code, i, read(actors));
    // Behind the last the list holds what was there before: slot 0 is safe to look at.
    const slot = code.iand(mask, loadOwnFour(code, layout.worker.meeting, at));
    const address = { place: entitiesOf(body, slot), ordinal: code.iconst(0) };
    emitEvents(body, event, { mask, slot, address }, tallies);
  });
}
