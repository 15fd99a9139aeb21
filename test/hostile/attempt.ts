import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readLine } from "../../src/cli/arguments.ts";
import type { Call } from "../../src/cli/call.ts";
import { checkVerb } from "../../src/cli/check.ts";
import { explainVerb } from "../../src/cli/explain.ts";
import { tellProblem } from "../../src/cli/faults.ts";
import { planVerb } from "../../src/cli/plan.ts";
import { runVerb } from "../../src/cli/run.ts";
import { openTerminal } from "../../src/cli/terminal.ts";
import { ProblemError } from "../../src/core/problem.ts";
import { type Element, elementsOf } from "../cli/page.ts";
import { Dice, hostileFile } from "./texts.ts";
import { escaped, harmless, hostileWords, someWriting, worldOf } from "./worlds.ts";

/** What became of one hostile file: what did not hold, and its page where it has one. */
export interface Outcome {
  readonly refused: boolean;
  readonly faults: readonly string[];
  readonly page: string | undefined;
}

const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** What Glasshouse itself tells a terminal: its colours, and to draw over a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: telling them apart is the point
const ours = /\u001b\[(?:1|2|22|31|32|33|36|39)m|\r\u001b\[K/g;

/** Tries one generated file in all verbs that tell of it; `folder` is there and empty before and after. */
export async function attempt(i: number, folder: string): Promise<Outcome> {
  const dice = new Dice(i);
  const words = hostileWords(dice);
  const write = someWriting(dice);
  const path = join(folder, hostileFile(dice));
  const page = `${path}.html`;
  const faults: string[] = [];
  writeFileSync(path, worldOf(words, write));
  const ask = async (verb: (call: Call) => unknown, options: { json?: boolean; tty?: boolean } = {}) => {
    const { told, refused, fault } = await listen(verb, path, options);
    const shown = options.tty ? told.replace(ours, "") : told;
    if (unseen.test(shown)) faults.push(`${i}: ${JSON.stringify(unseen.exec(shown)![0])} is printed`);
    if (fault !== undefined) faults.push(`${i}: ${fault}`);
    return { told, refused };
  };
  try {
    const options = { backend: "interpret" };
    const meant = await ask((call) => runVerb(path, options, call), { json: true });
    const quick = await ask((call) => runVerb(path, { backend: "wasm", threads: "1", html: page }, call), {
      tty: i % 2 === 0,
    });
    await ask(verbs[i % verbs.length]!(path), { tty: i % 3 === 0, json: i % 5 === 0 });
    if (meant.refused !== quick.refused) faults.push(`${i}: one engine refuses it and the other does not`);
    const hash = JSON.parse(meant.told).stateHash;
    if (!meant.refused && !(typeof hash === "string" && quick.told.includes(hash))) faults.push(`${i}: hashes differ`);
    if (meant.refused || quick.refused) return { refused: true, faults, page: undefined };
    const html = readFileSync(page, "utf8");
    faults.push(...faultsOfPage(html).map((fault) => `${i}: ${fault}`));
    return { refused: false, faults, page: html };
  } finally {
    rmSync(path, { force: true });
    rmSync(page, { force: true });
  }
}

const verbs: readonly ((path: string) => (call: Call) => unknown)[] = [
  (path) => (call) => checkVerb(path, call),
  (path) => (call) => planVerb(path, {}, call),
  (path) => (call) => planVerb(path, { wat: true }, call),
  (path) => (call) => explainVerb(path, { person: "3", all: true }, call),
];

/** What a verb writes to both streams, problems as the command tells them. */
async function listen(
  verb: (call: Call) => unknown,
  path: string,
  { json = false, tty = false }: { json?: boolean; tty?: boolean },
): Promise<{ told: string; refused: boolean; fault: string | undefined }> {
  const texts: string[] = [];
  const stream = { write: (text: string) => texts.push(text), isTTY: tty, columns: 80 };
  const terminal = openTerminal({ out: stream, err: stream, env: {} });
  let refused = false;
  let fault: string | undefined;
  try {
    await verb({ line: readLine(["run", path]), terminal, json });
  } catch (error) {
    refused = true;
    if (!(error instanceof ProblemError)) fault = `not a problem: ${String((error as Error).stack)}`;
    else if (json) terminal.printJson({ problems: error.problems.map(tellProblem) });
    else terminal.note(error.message);
  }
  return { told: texts.join(""), refused, fault };
}

let harmlessBones: { readonly html: string; readonly all: string; readonly kinds: ReadonlySet<string> } | undefined;

export function harmlessPage(): string {
  return harmlessBones!.html;
}

/** Makes the page of the same world with harmless texts: what other pages are held against. */
export async function openHarmless(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "glasshouse-harmless-"));
  const [path, page] = [join(folder, "x.yaml"), join(folder, "x.html")];
  try {
    writeFileSync(path, worldOf(harmless, escaped));
    const { refused, told } = await listen(
      (call) => runVerb(path, { backend: "interpret", html: page }, call),
      path,
      {},
    );
    if (refused) throw new Error(`the harmless world is refused: ${told}`);
    const html = readFileSync(page, "utf8");
    const elements = elementsOf(html);
    harmlessBones = { html, all: bonesOf(elements), kinds: new Set(elements.map(kindOf)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function kindOf({ name, attributes }: Element): string {
  return [name, ...attributes.keys()].join(" ");
}

/** All elements, in any order: names are sorted. A text may be several paragraphs, and an address of the web is a link. */
function bonesOf(elements: readonly Element[]): string {
  return elements
    .map(kindOf)
    .filter((kind) => kind !== "p" && !kind.startsWith("a href rel"))
    .sort()
    .join("\n");
}

/** What a page has of a text but the text. */
function faultsOfPage(html: string): string[] {
  try {
    const elements = elementsOf(html);
    const kinds = elements.map(kindOf).filter((kind) => !harmlessBones!.kinds.has(kind));
    const links = elements.flatMap(({ attributes }) => attributes.get("href") ?? []);
    return [
      ...kinds.map((kind) => `the page has an element of its text: ${kind}`),
      ...(bonesOf(elements) === harmlessBones!.all ? [] : ["the page has other elements than that of harmless texts"]),
      ...links.filter((to) => !/^(#|https?:\/\/)/i.test(to)).map((to) => `the page links to ${to}`),
      ...(unseen.test(html) ? [`the page holds ${JSON.stringify(unseen.exec(html)![0])}`] : []),
    ];
  } catch (error) {
    return [String(error)];
  }
}
