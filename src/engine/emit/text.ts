import type { Plan, Step } from "../../plan/plan.ts";
import { emitAct } from "./actStep.ts";
import { emitCensus } from "./censusStep.ts";
import { emitDeliver } from "./deliverStep.ts";
import { searches } from "./draws.ts";
import { emitGather, emitPartners } from "./gatherStep.ts";
import { emitHash } from "./hashStep.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { communityParameters, emitMap } from "./mapStep.ts";

/** What a text is made for: which thread of how many, and whether the memory is shared among them. */
export interface Variant {
  readonly shared: boolean;
  readonly thread: number;
}

/**
 * A plan as WebAssembly text. Every step is a function over one community; `tick` takes a range of communities through
 * all steps, one community at a time, so that all of a community stays in cache for the whole tick. That is the same as
 * step after step for everyone, because steps reach beyond a community only through what was published before.
 */
export function emitText(plan: Plan, all: Layout, { shared, thread }: Variant): string {
  const layout = layoutOf(all, thread);
  const steps = plan.steps.map((step, i) => ({ name: `$${step.kind}_${i}`, text: emitStep(step, i, plan, layout) }));
  const starts = plan.start.map((step, i) => ({ name: `$start_${i}`, text: emitMap(step, `$start_${i}`, layout) }));
  const partners =
    (plan.ties?.far ?? 0) > 0 ? [{ name: "$partners", text: emitPartners(plan, "$partners", layout) }] : [];
  const stored = plan.columns.filter(({ role }) => role === "stored");
  const pages = Math.ceil(layout.bytes / 65_536);
  const memory = `  (import "world" "memory" (memory ${pages} ${pages}${shared ? " shared" : ""}))`;
  const publish = [...layout.published.keys()].map((name) => emitPublish(name, layout));
  return [
    "(module",
    `  ;; ${plan.title.replace(/\s+/g, " ")}`,
    memory,
    searches,
    ...[...starts, ...partners, ...steps].map(
      ({ name, text }) => `  ;; ${name.slice(1)}: ${labelOf(name, plan)}\n${text}`,
    ),
    emitScratch(plan, layout),
    emitCensus(plan, "$census", layout),
    ...stored.map((column, i) => emitHash(column, `$hash_${i}`, layout)),
    ...publish,
    emitDrive("start", ["$scratch", ...[...partners, ...starts].map(({ name }) => name)], layout),
    emitDrive("tick", ["$scratch", ...steps.map(({ name }) => name), "$census"], layout),
    ...stored.map((_, i) => emitDrive(`hash_${i}`, [`$hash_${i}`], layout)),
    ")",
  ].join("\n");
}

function labelOf(name: string, plan: Plan): string {
  const place = Number(name.split("_")[1]);
  const step = name.startsWith("$start") ? plan.start[place] : plan.steps[place];
  return step?.name.replace(/\s+/g, " ") ?? "who meets whom over far ties";
}

function emitStep(step: Step, place: number, plan: Plan, layout: Layout): string {
  const name = `$${step.kind}_${place}`;
  switch (step.kind) {
    case "map":
      return emitMap(step, name, layout);
    case "act":
      return emitAct(step, place, name, plan, layout);
    case "gather":
      return emitGather(step, name, plan, layout);
    case "deliver":
      return emitDeliver(step, name, plan, layout);
  }
}

/** Puts the scratch columns of a community back to where they begin. */
function emitScratch(plan: Plan, layout: Layout): string {
  const fills = plan.columns
    .filter(({ role }) => role === "scratch")
    .map(({ name, initial }) => {
      const at = layout.worker.scratch.get(name)!;
      if (initial === 0)
        return `    (memory.fill (i32.const ${at}) (i32.const 0) (i32.const ${layout.communitySize * 4}))`;
      return `    (local.set $i (i32.const 0))
    (loop (i32.store offset=${at} (local.get $i) (i32.const ${initial}))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if 0 (i32.lt_u (local.get $i) (i32.const ${layout.communitySize * 4}))))`;
    });
  return `  (func $scratch ${communityParameters} (local $i i32)\n${fills.join("\n")}\n  )`;
}

/** Copies the cells of a range of communities to where far friends look. */
function emitPublish(name: string, layout: Layout): string {
  const from = layout.columns.get(name)!;
  const to = layout.published.get(name)!;
  const bytes = layout.communitySize * from.bytes;
  const offset = (first: string): string => `(i32.mul ${first} (i32.const ${bytes}))`;
  const inStretch = `(i32.sub (local.get $first) (i32.const ${layout.stretch.first}))`;
  return `  (func (export "publish ${name}") (param $first i32) (param $end i32)
    (memory.copy (i32.add (i32.const ${to.at}) ${offset("(local.get $first)")}) (i32.add (i32.const ${from.at}) ${offset(inStretch)})
      (i32.mul (i32.sub (local.get $end) (local.get $first)) (i32.const ${bytes}))))`;
}

/** A function that takes a range of communities, one after the other, through others. */
function emitDrive(name: string, steps: readonly string[], layout: Layout): string {
  const size = layout.communitySize;
  const calls = steps.map(
    (step) => `      (call ${step} (local.get $community) (local.get $cell) (local.get $filled))`,
  );
  return `  (func (export "${name}") (param $first i32) (param $end i32)
    (local $community i32) (local $cell i32) (local $filled i32)
    (local.set $community (local.get $first))
    (block (loop
      (br_if 1 (i32.ge_u (local.get $community) (local.get $end)))
      (local.set $cell (i32.mul (i32.sub (local.get $community) (i32.const ${layout.stretch.first})) (i32.const ${size})))
      (local.set $filled (i32.sub (i32.const ${layout.size}) (i32.mul (local.get $community) (i32.const ${size}))))
      (local.set $filled (select (i32.const ${size}) (local.get $filled) (i32.gt_u (local.get $filled) (i32.const ${size}))))
${calls.join("\n")}
      (local.set $community (i32.add (local.get $community) (i32.const 1)))
      (br 0))))`;
}
