/** A value of a scenario on one line, as the portrait writes it, read back: `chance: 0.6`, `[1, 2]`, `band == A`. */
export type Flow = number | string | boolean | readonly Flow[] | { readonly [key: string]: Flow };

const key = /^\s*([\p{L}\p{N}_][\p{L}\p{N}_.-]*):\s/u;

/** Undefined where it cannot be told what it is. */
export function readFlow(text: string): Flow | undefined {
  const said = text.trim();
  if (said === "") return undefined;
  if (said.startsWith("[")) return said.endsWith("]") ? readList(said.slice(1, -1)) : undefined;
  if (said.startsWith("{")) return said.endsWith("}") ? readMapping(said.slice(1, -1)) : undefined;
  if (isMapping(said)) return readMapping(said);
  return readScalar(said);
}

/** Whether it begins with a key: no rule does. */
export function isMapping(text: string): boolean {
  return key.test(text);
}

export function readScalar(said: string): Flow {
  if (/^[+-]?(\d[\d_]*(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(said)) return Number(said.replaceAll("_", ""));
  return said === "true" ? true : said === "false" ? false : said;
}

function readList(inside: string): Flow | undefined {
  const items = partsOf(inside).map(readFlow);
  return items.some((one) => one === undefined) ? undefined : (items as Flow[]);
}

function readMapping(inside: string): Flow | undefined {
  const entries = partsOf(inside).map((part): [string, Flow] | undefined => {
    const match = key.exec(part);
    const value = match && readFlow(part.slice(match[0].length));
    return match && value !== undefined && value !== null ? [match[1]!, value] : undefined;
  });
  return entries.some((one) => one === undefined) ? undefined : Object.fromEntries(entries as [string, Flow][]);
}

/** Parted at the commas that stand in no brackets. */
function partsOf(inside: string): string[] {
  let depth = 0;
  const parts = [""];
  for (const letter of inside) {
    if ("([{".includes(letter)) depth++;
    if (")]}".includes(letter)) depth--;
    if (letter === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
