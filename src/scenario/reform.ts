import { type Problem, Problems } from "../core/problem.ts";
import { quoted } from "../core/visible.ts";
import { entryOf, kindName, type MapNode, type Node } from "../language/node.ts";
import { limits } from "./limits.ts";
import { without } from "./merge.ts";
import { nearestPath, removeAt, setAt } from "./path.ts";

/** The parent without what the child's `remove` names; faults go to `problems`. */
export function applyRemove(parent: MapNode, child: MapNode, problems: Problems): MapNode {
  const list = entryOf(child, "remove")?.value;
  if (!list) return parent;
  if (list.kind !== "list") {
    problems.add({
      code: "remove-not-list",
      message: `remove is a list of paths, and this is ${kindName(list)}`,
      place: list.place,
      expected: "a list such as [scheme.bands.D]",
    });
    return parent;
  }
  if (list.items.length > limits.paths) {
    problems.add(tooManyPaths("remove", list));
    return parent;
  }
  let rest = parent;
  for (const item of list.items) {
    if (item.kind !== "scalar" || typeof item.value !== "string") {
      const message = `remove lists dotted paths, and this is ${kindName(item)}`;
      problems.add({ code: "remove-not-path", message, place: item.place, expected: "text such as scheme.bands.D" });
      continue;
    }
    const next = removeAt(rest, item.value);
    if (next) rest = next;
    else {
      problems.add({
        code: "remove-unknown",
        message: `there is nothing called ${quoted(item.value)} to remove from the parent`,
        place: item.place,
        nearest: nearestShown(problems, rest, item.value),
      });
    }
  }
  return rest;
}

/** The merged tree with its `reform.set` carried out; of the reform, `name` and `because` stay. */
export function applyReform(merged: MapNode, problems: Problems): MapNode {
  const entry = entryOf(merged, "reform");
  if (!entry) return merged;
  const reform = entry.value;
  const fault = reformFault(reform, entry.keyPlace);
  if (fault) {
    problems.add(fault);
    return merged;
  }
  if (reform.kind !== "map") return merged;
  const texts = checkTexts(reform, problems);
  const set = entryOf(reform, "set")?.value;
  // Set below, so that a reform cannot reach itself.
  let result = without(merged, ["reform"]);
  if (set?.kind === "map") result = applySet(result, set, problems);
  return texts ? { ...result, entries: [...result.entries, { ...entry, value: without(reform, ["set"]) }] } : result;
}

/** The tree with other values under dotted paths, which have to be there; faults go to `problems`. */
export function applySet(merged: MapNode, set: MapNode, problems: Problems): MapNode {
  if (set.entries.length > limits.paths) {
    problems.add(tooManyPaths("reform.set", set));
    return merged;
  }
  let result = merged;
  for (const { key, keyPlace, value } of set.entries) {
    const next = setAt(result, key, value);
    if (next) result = next;
    else {
      problems.add({
        code: "reform-unknown-path",
        message: `there is nothing called ${quoted(key)} to set`,
        place: keyPlace,
        nearest: nearestShown(problems, result, key),
      });
    }
  }
  return result;
}

function reformFault(reform: Node, keyPlace: Node["place"]): Problem | undefined {
  if (reform.kind !== "map") {
    const message = `a reform is a mapping with name, because and set, and this is ${kindName(reform)}`;
    return { code: "reform-not-mapping", message, place: reform.place };
  }
  if (!entryOf(reform, "name")) {
    return {
      code: "reform-without-name",
      message: "this reform has no name",
      place: keyPlace,
      expected: "name: TEXT below it",
    };
  }
  const set = entryOf(reform, "set");
  if (set && set.value.kind !== "map") {
    return {
      code: "reform-set-not-mapping",
      message: `set is a mapping of dotted paths to values, and this is ${kindName(set.value)}`,
      place: set.value.place,
      expected: "lines such as redress.appeal.chance: 0.5",
    };
  }
  return undefined;
}

function checkTexts(reform: MapNode, problems: Problems): boolean {
  let fine = true;
  for (const { key, keyPlace, value } of reform.entries) {
    if (key === "set") continue;
    if (key !== "name" && key !== "because") {
      fine = false;
      problems.add({
        code: "reform-unknown-key",
        message: `a reform has no ${quoted(key)}`,
        place: keyPlace,
        expected: "name, because or set",
      });
    } else if (value.kind !== "scalar" || typeof value.value !== "string" || value.value.trim() === "") {
      fine = false;
      const found = value.kind === "scalar" && value.value === "" ? "empty" : kindName(value);
      problems.add({
        code: "reform-not-text",
        message: `the ${key} of a reform is text, and this is ${found}`,
        place: value.place,
      });
    }
  }
  return fine;
}

function tooManyPaths(where: string, node: Node): Problem {
  return {
    code: "too-many-paths",
    message: `${where} has too many paths`,
    place: { ...node.place, end: node.place.start + 1 },
    expected: `at most ${limits.paths}`,
  };
}

/** The nearest path while there is room to show it: looking for one costs a walk through the tree. */
function nearestShown(problems: Problems, node: MapNode, path: string): string | undefined {
  return problems.found.length < Problems.most ? nearestPath(node, path) : undefined;
}
