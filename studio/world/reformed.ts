import type { Scenario } from "../../src/index.ts";
import { changedHere, isReformHere } from "../changed.ts";

/** The paths of what a file of the studio says to be changed: below its reform, or with that as its reason. */
export function changedIn({ parameters, data, sources }: Scenario): string[] {
  const [own] = sources;
  const reform = isReformHere(data.reform?.name) ? (own?.text.search(reformLine) ?? -1) : -1;
  const isBelow = ({ place }: Scenario["parameters"][number]): boolean =>
    reform >= 0 && place.source.text === own?.text && place.start > reform;
  return parameters.flatMap((one) =>
    one.source === changedHere || isBelow(one) ? [one.path.replace(/\.is$/, "")] : [],
  );
}

/** As YAML and as JSON. */
const reformLine = /^(reform| {2}"reform"):/m;

/** The text of a file without its reform, and what stands below that. */
export function withoutReform(text: string): string {
  if (text.startsWith("{")) return JSON.stringify({ ...JSON.parse(text), reform: undefined });
  const at = text.search(reformLine);
  return at < 0 ? text : text.slice(0, at);
}

/** What stands at a dotted path; undefined where nothing does. */
export function valueAt(said: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((one, key) => (typeof one === "object" && one !== null ? Reflect.get(one, key) : undefined), said);
}
