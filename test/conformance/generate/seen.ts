import { Luck } from "./luck.ts";
import type { Json, Making } from "./people.ts";
import type { Kind } from "./scheme.ts";

const audiences = ["nobody", "friends", "dealing", "everyone"] as const;

/** What is shown to whom, and what neighbours show, by a luck of its own: other worlds stay as they would be. */
export function makeSeen(making: Making, scenario: Json, kinds: readonly Kind[], seed: number): void {
  const luck = new Luck(seed + 7_000_000);
  const scheme = scenario.scheme as Json | undefined;
  if (scheme && luck.chance(0.5)) scheme.shown = shownTo(luck, Object.keys((scenario.lists ?? {}) as Json));
  if (!luck.chance(0.4)) return;
  const seen = making.person.filter(({ name, kind, isLinked }) => {
    const isKept = /^[st]\d$|^score$/.test(name) && kind === "number";
    return (isKept && !isWide(name, scenario)) || (kind === "truth" && !isLinked);
  });
  if (seen.length === 0) return;
  for (const part of ["state", "conduct", "channels", "response"])
    scenario[part] = asked(
      scenario[part],
      seen.map(({ name }) => name),
      luck,
    );
  const sum = (): string => `neighbours_${luck.pick(["mean", "sum"])}(${luck.pick(seen).name})`;
  scenario.measures = { ...(scenario.measures as Json), near: { mean: sum(), resolution: 1 } };
  scenario.response = {
    ...(scenario.response as Json),
    near: { of: luck.pick(kinds).name, factor: `clamp(${sum()}, 0, 2)` },
  };
}

function shownTo(luck: Luck, lists: readonly string[]): Json {
  const list = luck.chance(0.5)
    ? luck.pick(audiences)
    : { [luck.pick(["", ...lists]) || "none"]: luck.pick(audiences) };
  return {
    ...(luck.chance(0.8) ? { score: luck.pick(audiences) } : {}),
    ...(luck.chance(0.4) ? { band: luck.pick(audiences) } : {}),
    ...(luck.chance(0.6) && !(typeof list === "object" && "none" in list) ? { list } : {}),
  };
}

/** Whether a whole community of it is more than 32 bits add up. */
function isWide(name: string, scenario: Json): boolean {
  const { from, to, resolution } = ((scenario.state as Json)[name] ??
    (name === "score" ? (scenario.scheme as Json).score : {})) as Record<string, number>;
  return to !== undefined && (to - from!) / (resolution ?? 1 / 16) > 2 ** 20;
}

/** Neighbours here and there in the place of friends. */
function asked(part: unknown, names: readonly string[], luck: Luck): unknown {
  if (typeof part === "string")
    return part.replace(/friends_mean\((\w+)\)/g, (all, name) =>
      names.includes(name) && luck.chance(0.5) ? `neighbours_mean(${name})` : all,
    );
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return part.map((one) => asked(one, names, luck));
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, asked(one, names, luck)]));
}
