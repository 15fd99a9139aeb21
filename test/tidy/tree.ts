import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

/** Folder of the project, without a slash at the end. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Import {
  readonly specifier: string;
  /** Counted from 1. */
  readonly line: number;
  /** Whether it is loaded with the file that says so: neither by `import type` or `export type`, nor by `import()`. */
  readonly isEager: boolean;
}

export interface Extent {
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
  readonly lines: number;
}

/** One file of code. Paths are relative to the project and use `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly functions: readonly Extent[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const functionTypes = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** Every TypeScript and JavaScript file under the folders, in order of path; a folder that does not exist is empty. */
export function readTree(folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) => listFiles(folder, /\.([cm]?[jt]s|[jt]sx)$/)).map(readSource);
}

/** Paths of the files under a folder whose name matches, in order, relative to the project. */
export function listFiles(folder: string, pattern: RegExp): string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !/(^|\/)(node_modules|dist|builds)\//.test(path))
    .sort();
}

/** Parses the text of one file as TypeScript; throws what the parser finds wrong. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const starts = startsOf(text);
  const imports: Import[] = [];
  const functions: Extent[] = [];
  walk(program as unknown as Node, "", (node, name) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) imports.push({ specifier, line: lineAt(starts, node.start), isEager: isEager(node) });
    if (!functionTypes.has(node.type)) return;
    const line = lineAt(starts, node.start);
    functions.push({ name: name || "(anonymous)", line, lines: lineAt(starts, node.end) - line + 1 });
  });
  return { path, text, lines: starts.length - (text.endsWith("\n") ? 1 : 0), imports, functions };
}

function readSource(path: string): SourceFile {
  return parseSource(path, readFileSync(join(root, path), "utf8"));
}

/** What a node imports: `import`, `export … from`, `import()` and `import("…").Type` alike. */
function specifierOf(node: Node): string | undefined {
  const importing = /^(ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression|TSImportType)$/;
  if (!importing.test(node.type)) return undefined;
  const source = node.source as { value?: unknown } | null | undefined;
  return typeof source?.value === "string" ? source.value : undefined;
}

/** What names types one by one is loaded all the same: the compiler keeps it (verbatimModuleSyntax). */
function isEager({ type, importKind, exportKind }: Node): boolean {
  return /^(Import|Export)\w*Declaration$/.test(type) && importKind !== "type" && exportKind !== "type";
}

/** Visits every node, with the name of the nearest thing that it is the value of. */
function walk(node: Node, name: string, visit: (node: Node, name: string) => void): void {
  const own = nameOf(node);
  visit(node, own || name);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, own, visit);
    }
  }
}

function nameOf(node: Node): string {
  const named = (node.id ?? node.key) as { name?: unknown } | null | undefined;
  return typeof named?.name === "string" ? named.name : "";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
