import { posix } from "node:path";
import { parseSync } from "vite";
import { textOf } from "../language/folder.ts";
import { listFiles } from "../tidy/tree.ts";

/** What a caller can hand over to the public functions: every many-valued type that their parameters reach. */

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Declared {
  readonly path: string;
  readonly text: string;
  readonly node: Node;
}

const many =
  /^(Readonly)?(Array|Map|Set)$|^(Async)?Itera(ble|tor)$|^Async(Generator)$|Array$|^ArrayLike$|^ArrayBuffer|^Blob$|^ReadableStream$|^File$/;

/**
 * What only the library makes: a caller can hand it back, but there is no door into it for data of their own. Those whom a
 * recording tells of are not in it: they are drawn anew, and held to it.
 */
const ours = new Set([
  "Scenario",
  "Plan",
  "Legend",
  "Recording",
  "Run",
  "Measure",
  "Problem",
  "Parameter",
  "Results",
  "TickLog",
  "Time",
]);

/** Every top-level declaration of the library, by name. */
function declarations(): Map<string, Declared[]> {
  const found = new Map<string, Declared[]>();
  for (const path of listFiles("src", /\.ts$/)) {
    const text = textOf(path);
    for (const statement of parse(path, text)) {
      const node = (statement.declaration as Node | null | undefined) ?? statement;
      const inner = node.type === "VariableDeclaration" ? (node.declarations as Node[]) : [node];
      for (const one of inner) {
        const name = nameOf(one.id);
        if (name !== undefined) found.set(name, [...(found.get(name) ?? []), { path, text, node: one }]);
      }
    }
  }
  return found;
}

function parse(path: string, text: string): Node[] {
  return (parseSync(path, text).program as unknown as { body: Node[] }).body;
}

function nameOf(node: unknown): string | undefined {
  return (node as { name?: string } | undefined)?.name;
}

/** Names that the package exports as values, and the files they come from. */
export function exportedValues(): { name: string; path: string }[] {
  return parse("src/index.ts", textOf("src/index.ts")).flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration" || statement.exportKind === "type") return [];
    const from = posix.join("src", String((statement.source as { value: string }).value));
    return (statement.specifiers as Node[])
      .filter((one) => one.exportKind !== "type")
      .map((one) => ({ name: nameOf(one.local)!, path: from }));
  });
}

/** `function(parameter).option: type` of everything many-valued that a caller can hand over, in order. */
export function manyValued(): string[] {
  const known = declarations();
  const found = new Set<string>();
  for (const { name, path } of exportedValues()) {
    const declared = known.get(name)?.find((one) => one.path === path);
    if (!declared) continue;
    for (const [parameters, called] of callablesOf(declared.node, name))
      for (const parameter of parameters)
        walk(parameter, declared, `${called}(${labelOf(parameter)})`, known, found, []);
  }
  return [...found].sort();
}

/** The parameters of a function, or of the constructor and public methods of a class. */
function callablesOf(node: Node, name: string): [Node[], string][] {
  if (node.type === "FunctionDeclaration") return [[node.params as Node[], name]];
  if (node.type === "VariableDeclarator") {
    const init = node.init as Node | undefined;
    return init?.type === "ArrowFunctionExpression" ? [[init.params as Node[], name]] : [];
  }
  if (node.type !== "ClassDeclaration") return [];
  const members = (node.body as { body: Node[] }).body;
  return members
    .filter((one) => one.type === "MethodDefinition" && (one.key as Node).type !== "PrivateIdentifier")
    .map((one) => [(one.value as { params: Node[] }).params, `${name}.${nameOf(one.key)}`]);
}

function labelOf(parameter: Node): string {
  return nameOf(parameter) ?? nameOf(parameter.left) ?? "options";
}

function walk(
  node: unknown,
  declared: Declared,
  path: string,
  known: ReadonlyMap<string, Declared[]>,
  found: Set<string>,
  trail: readonly string[],
): void {
  if (Array.isArray(node)) for (const one of node) walk(one, declared, path, known, found, trail);
  if (typeof node !== "object" || node === null || typeof (node as Node).type !== "string") return;
  const at = node as Node;
  // What a caller's own function is given is ours, not theirs; what it gives back is.
  if (at.type === "TSFunctionType" || at.type === "TSMethodSignature") {
    const own = at.type === "TSMethodSignature" ? `${path}.${nameOf(at.key)}` : path;
    walk(at.returnType, declared, own, known, found, trail);
    return;
  }
  const deeper = at.type === "TSPropertySignature" ? `${path}.${nameOf(at.key)}` : path;
  const name = nameOf(at.type === "TSTypeReference" ? at.typeName : at.type === "TSInterfaceHeritage" && at.expression);
  if (at.type === "TSArrayType" || at.type === "TSTupleType" || (name !== undefined && many.test(name)))
    found.add(`${deeper}: ${declared.text.slice(at.start, at.end)}`);
  if (name !== undefined && !trail.includes(name) && !ours.has(name))
    for (const one of known.get(name) ?? []) walk(one.node, one, deeper, known, found, [...trail, name]);
  for (const [key, inner] of Object.entries(at)) {
    if (key !== "typeName" && key !== "defaultValue" && key !== "init")
      walk(inner, declared, deeper, known, found, trail);
  }
}
