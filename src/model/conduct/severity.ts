import { mapOf, type Named, type Shape } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { quantity, rule } from "../../language/values.ts";
import type { Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/parse.ts";
import type { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import type { Purposes } from "./purposes.ts";

/** The local that carries how grave an act was. */
export const severityName = "severity";
export const severitySays = "a whole number from 1 to 10";
const severityMost = 10;

/** Whether a key is a severity: 1 to 10, written without ornament. */
export function isSeverity(key: string): boolean {
  return /^([1-9]|10)$/.test(key);
}

/** How grave acts are: shares by severity, or, at encounters, what a rule makes of the two who meet. */
export type Severity =
  | { readonly kind: "shares"; readonly is: readonly Named<{ amount: number }>[] }
  | { readonly kind: "rule"; readonly is: RuleText };

const shares = mapOf(quantity("share", { from: 0 }), "shares by severity, such as { 1: 0.7, 2: 0.2, 3: 0.1 }", {
  keys: "any",
  least: 1,
  most: 10,
});
const byRule = rule("number", "clamp(3 + warmth, 1, 5)");

export const severityShape: Shape<Severity> = parameter({
  says: "shares by severity or, with `at`, a rule, such as { 1: 0.7, 2: 0.2, 3: 0.1 } or 3 - other(warmth)",
  schema: { anyOf: [shares.schema, byRule.schema] },
  inner: shares,
  wraps: "map",
  read: (node, reading, path) => {
    if (node.kind === "map") {
      const is = shares.read(node, reading, path);
      return is && { kind: "shares", is };
    }
    const is = byRule.read(node, reading, path);
    return is && { kind: "rule", is };
  },
});

/** The severities that are sure to be asked for: none are where a rule says. */
export function severitiesIn(severity: Severity | undefined): readonly number[] {
  if (severity === undefined) return [1];
  if (severity.kind === "rule") return [];
  return severity.is.filter((one) => isSeverity(one.name) && one.is.amount > 0).map(({ name }) => Number(name));
}

/** How grave the act is, as a local: always 1, a draw from its shares, or a rule over a scope. */
export function severityLets(
  { name: conduct, path }: { readonly name: string; readonly path: string },
  severity: Severity | undefined,
  scope: Scope | undefined,
  purposes: Purposes,
  draft: Draft,
): Let[] | undefined {
  if (severity?.kind === "shares") return drawnLets(conduct, path, severity.is, purposes, draft);
  if (severity === undefined) return [{ name: severityName, kind: "number", is: build.constant(1) }];
  const place = draft.placeOf(`${path}.severity`);
  if (scope === undefined)
    return draft.problem(
      "severity-by-rule",
      "only what people do at encounters can be as grave as a rule says",
      place,
      `${shares.says}, or at: an encounter`,
    );
  const value = draft.within(severity.is, { from: 1, to: severityMost }, scope);
  return value && ruledLets(value, purposes);
}

/** A number held to 1 to 10 and rounded by chance, so that its mean is kept. */
function ruledLets(value: NumberTree, purposes: Purposes): Let[] {
  const held = build.local("severity meant", { from: 1, to: severityMost });
  const below = build.unary("floor", held);
  const up = build.local("severity up", { from: 0, to: 1 });
  const sum = build.add(below, up);
  return [
    { name: "severity meant", kind: "number", is: build.clamp(value, 1, severityMost) },
    {
      name: "severity up",
      kind: "chance",
      p: build.subtract(held, below),
      purpose: purposes.of("severity"),
      shares: purposes.partOfAct("upper"),
    },
    { name: severityName, kind: "number", is: build.known(sum, held.range, "only what has a fraction is rounded up") },
  ];
}

function drawnLets(
  conduct: string,
  at: string,
  given: readonly Named<{ amount: number }>[],
  purposes: Purposes,
  draft: Draft,
): Let[] | undefined {
  const place = draft.placeOf(`${at}.severity`);
  const wrong = given.find(({ name }) => !isSeverity(name));
  if (wrong) return draft.problem("bad-severity", `"${wrong.name}" is no severity`, wrong.place, severitySays);
  const levels = given
    .map(({ name, is }) => ({ level: Number(name), share: is.amount }))
    .sort((a, b) => a.level - b.level);
  const total = levels.reduce((sum, { share }) => sum + share, 0);
  if (Math.abs(total - 1) > 1e-6)
    return draft.problem(
      "shares-not-one",
      `these shares add up to ${Number(total.toPrecision(6))}`,
      place,
      "shares that add up to 1",
    );
  const most = levels.at(-1)!.level;
  const all = Array.from({ length: most }, (_, i) => levels.find(({ level }) => level === i + 1)?.share ?? 0);
  if (most === 1) return [{ name: severityName, kind: "number", is: build.constant(1) }];
  const units = { offset: 0, resolution: 1, lowest: 0, highest: most - 1 };
  const table = draft.addCuts(`conduct.${conduct}/severity`, [{ kind: "categorical", shares: all }], units, at);
  const purpose = purposes.of("severity");
  const drawn = build.local("severity drawn", { from: 0, to: most - 1 });
  return [
    {
      name: "severity drawn",
      kind: "pick",
      table,
      row: build.constant(0),
      purpose,
      shares: purposes.partOfAct("upper"),
    },
    { name: severityName, kind: "number", is: build.add(drawn, build.constant(1)) },
  ];
}
