import { parseSync } from "vite";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/**
 * The text of a file in which the function around each place takes a note of it when it is called; outside of functions,
 * the file itself does. `places` are offsets by the number that is noted.
 */
export function noted(path: string, text: string, places: ReadonlyMap<number, number>): string {
  const functions: Node[] = [];
  collect(parseSync(path, text).program as unknown as Node, functions);
  const inserts = new Map<number, string>();
  const insert = (at: number, what: string): void => void inserts.set(at, `${inserts.get(at) ?? ""}${what}`);
  const byBody = new Map<Node | undefined, number[]>();
  for (const [number, offset] of places) {
    const around = functions.filter(({ start, end }) => start <= offset && offset < end);
    const inner = around.reduce<Node | undefined>(
      (a, b) => (a && a.end - a.start <= b.end - b.start ? a : b),
      undefined,
    );
    byBody.set(inner, [...(byBody.get(inner) ?? []), number]);
  }
  for (const [inner, numbers] of byBody) {
    const notes = numbers.map((one) => `noteOfMutant(${one})`).join(", ");
    const body = inner?.body as Node | undefined;
    if (!body) insert(text.length, `\n${notes};`);
    else if (body.type === "BlockStatement") insert(body.start + 1, ` ${notes};`);
    else {
      insert(body.start, `(${notes}, (`);
      // What ends here is closed before what begins here is opened.
      inserts.set(body.end, `))${inserts.get(body.end) ?? ""}`);
    }
  }
  const cuts = [...inserts].sort(([a], [b]) => a - b);
  let from = 0;
  let out = "";
  for (const [at, what] of cuts) {
    out += text.slice(from, at) + what;
    from = at;
  }
  return out + text.slice(from);
}

function collect(node: Node, into: Node[]): void {
  if (/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type) && node.body)
    into.push(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === "object" && child !== null && typeof (child as Node).type === "string")
        collect(child as Node, into);
    }
  }
}
