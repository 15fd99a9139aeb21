import { parseSync } from "vite";
import { listFiles } from "../tidy/tree.ts";
import { textOf } from "./folder.ts";

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Where a code stands among the arguments of what adds a problem, by the name of the function. */
const places: Readonly<Record<string, number>> = { refuse: 2, problem: 0, "#wrong": 1, "#fault": 0 };
/** Rooms that read scenario files. */
const rooms = ["core", "rules", "language", "plan", "model", "scenario"];

/** Every code of a Problem that reading a scenario can give, with the files that name it. */
export function codesInSources(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of rooms.flatMap((room) => listFiles(`src/${room}`, /\.ts$/))) {
    for (const code of codesOf(textOf(path))) found.set(code, [...(found.get(code) ?? []), path]);
  }
  return found;
}

/** The codes that stand in one source: as `code: "…"`, or at their place in a call. */
export function codesOf(text: string): string[] {
  const { program } = parseSync("a.ts", text);
  const codes = new Set<string>();
  visit(program as unknown as Node, (node) => {
    for (const literal of literalsOf(codeIn(node))) if (/^[a-z]+(-[a-z]+)*$/.test(literal)) codes.add(literal);
  });
  return [...codes];
}

function codeIn(node: Node): Node | undefined {
  if (node.type === "Property" && nameOf(node.key) === "code") return node.value as Node;
  if (node.type !== "CallExpression") return undefined;
  const callee = node.callee as Node;
  const place = places[nameOf(callee.type === "MemberExpression" ? callee.property : callee) ?? ""];
  return place === undefined ? undefined : (node.arguments as Node[])[place];
}

function nameOf(node: unknown): string | undefined {
  const { type, name } = node as { type?: string; name?: string };
  return type === "PrivateIdentifier" ? `#${name}` : name;
}

/** The literal itself, or both ends of a choice. */
function literalsOf(node: Node | undefined): string[] {
  if (node?.type === "ConditionalExpression")
    return [...literalsOf(node.consequent as Node), ...literalsOf(node.alternate as Node)];
  return node?.type === "Literal" && typeof node.value === "string" ? [node.value] : [];
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === "object" && child !== null && typeof (child as Node).type === "string")
        visit(child as Node, see);
    }
  }
}
