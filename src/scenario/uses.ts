import { nearest, type Problem, type Problems } from "../core/problem.ts";
import type { Place, Source } from "../core/source.ts";
import { quoted } from "../core/visible.ts";
import { entryOf, kindName, type MapNode, type Node, type ScalarNode } from "../language/node.ts";
import { limits } from "./limits.ts";
import { mergeOver, type Replaces, without } from "./merge.ts";
import { readYaml } from "./yaml.ts";

/** Where catalogues are kept: partial scenarios that others use, and that do not run by themselves. */
export interface Shelf {
  /** The text of a shipped catalogue by its plain name. */
  catalogue?(name: string): string | undefined;
  catalogueNames?(): readonly string[];
}

/** What makes a scenario of its own, and has no place in a part of one. */
const foreign = ["title", "extends", "remove", "reform", "time", "life", "questions"];

/** Reads the catalogues that files use, each once. */
export class Catalogues {
  readonly sources: Source[] = [];
  readonly #shelf: Shelf;
  readonly #problems: Problems;
  readonly #replaces: Replaces;
  readonly #read = new Map<string, MapNode | undefined>();

  constructor(shelf: Shelf, problems: Problems, replaces: Replaces) {
    this.#shelf = shelf;
    this.#problems = problems;
    this.#replaces = replaces;
  }

  /** What a file uses, laid over what is below it, in the order in which they are named. */
  under(file: MapNode, below: MapNode | undefined, trail: readonly string[] = []): MapNode | undefined {
    let laid = below;
    for (const word of this.#namesIn(file)) {
      const found = this.#catalogue(word, trail);
      if (found) laid = laid ? mergeOver(laid, found, this.#replaces) : found;
    }
    return laid;
  }

  #namesIn(file: MapNode): readonly ScalarNode[] {
    const value = entryOf(file, "uses")?.value;
    if (!value) return [];
    const items: readonly Node[] = value.kind === "list" ? value.items : [value];
    if (items.length > limits.catalogues) {
      this.#problems.add({
        code: "uses-too-many",
        message: `${items.length} catalogues are used here`,
        place: value.place,
        expected: `at most ${limits.catalogues}`,
      });
      return [];
    }
    const wrong = items.find(
      (one) => one.kind !== "scalar" || typeof one.value !== "string" || one.value.trim() === "",
    );
    if (!wrong) return items as readonly ScalarNode[];
    this.#problems.add({
      code: "uses-not-text",
      message: `uses names catalogues, and this is ${wrong.kind === "scalar" && wrong.value === "" ? "empty" : kindName(wrong)}`,
      place: wrong.place,
      expected: this.#list(),
    });
    return [];
  }

  #catalogue(word: ScalarNode, trail: readonly string[]): MapNode | undefined {
    const name = String(word.value);
    if (trail.includes(name)) {
      const chain = [...trail.slice(trail.indexOf(name)), name].join(" → ");
      this.#problems.add({
        code: "uses-cycle",
        message: `these catalogues use each other: ${chain}`,
        place: word.place,
        remedy: "let one of them do without the other",
      });
      return undefined;
    }
    if (!this.#read.has(name)) this.#read.set(name, this.#open(name, word.place, [...trail, name]));
    return this.#read.get(name);
  }

  #open(name: string, place: Place, trail: readonly string[]): MapNode | undefined {
    const names = this.#shelf.catalogueNames?.() ?? [];
    // Asked by list first: a library may keep its texts in an object, which also answers to "constructor".
    const text = names.includes(name) ? this.#shelf.catalogue?.(name) : undefined;
    if (text === undefined) {
      this.#problems.add(this.#unknown(name, names, place));
      return undefined;
    }
    const source: Source = { name: `${name} (catalogue)`, text, isShared: true };
    this.sources.push(source);
    const node = readYaml(source, this.#problems);
    if (!node) return undefined;
    const stray = node.entries.find(({ key }) => foreign.includes(key));
    if (stray) {
      this.#problems.add({
        code: "catalogue-part",
        message: `a catalogue has no ${quoted(stray.key)}`,
        place: stray.keyPlace,
        expected: "parts that every scenario may take over, such as consequences",
      });
      return undefined;
    }
    const own = without(node, ["uses", "about", "notes"]);
    const below = this.under(node, undefined, trail);
    return below ? mergeOver(below, own, this.#replaces) : own;
  }

  #unknown(name: string, names: readonly string[], place: Place): Problem {
    return {
      code: "uses-unknown",
      message: `there is no catalogue called ${quoted(name)}`,
      place,
      nearest: name.length <= limits.keyCharacters ? nearest(name, names) : undefined,
      expected: this.#list(),
    };
  }

  #list(): string {
    const names = this.#shelf.catalogueNames?.() ?? [];
    return names.length === 0 ? "nothing: there are no catalogues here" : `one of ${names.slice(0, 12).join(", ")}`;
  }
}
