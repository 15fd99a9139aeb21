import type { Problems } from "../core/problem.ts";
import type { Place } from "../core/source.ts";
import type { MapNode, Node } from "../language/node.ts";
import { checkPersonal } from "../language/personal/check.ts";

/** What is called something, and cites nothing. */
const titles = ["title", "reform.name"];

/**
 * Looks through all keys, texts, words and numbers of a file, whatever will become of them, and refuses what has the
 * shape of an identifier, a telephone number, an address or coordinates. What stands under an alias is looked at once.
 * Gives whether there was nothing of that kind.
 */
export function lookThrough(root: Node, problems: Problems): boolean {
  const seen = new Set<Node>();
  let clean = true;
  const look = (text: string, place: Place, cites: boolean): void => {
    if (!checkPersonal(text, place, problems, { cites })) clean = false;
  };
  const visit = (node: Node, path: string): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "list") for (const item of node.items) visit(item, `${path}[]`);
    else if (node.kind === "map") visitEntries(node, path);
    else if (typeof node.value === "string") look(node.value, node.place, !titles.includes(path));
    else if (typeof node.value === "number") look(node.text, node.place, false);
  };
  const visitEntries = ({ entries }: MapNode, path: string): void => {
    for (const { key, keyPlace, value } of entries) {
      look(key, keyPlace, false);
      visit(value, path === "" ? key : `${path}.${key}`);
    }
  };
  visit(root, "");
  return clean;
}
