import type { Place } from "../../core/source.ts";
import type { Parameter } from "../../language/provenance.ts";
import type { Said } from "../legend/legend.ts";

/** Where the parts of a scenario stand, and where their figures come from, by dotted path. */
export class Texts {
  readonly #places: ReadonlyMap<string, Place>;
  readonly #provenance: ReadonlyMap<string, readonly Parameter[]>;

  constructor(places: ReadonlyMap<string, Place>, parameters: readonly Parameter[] = []) {
    this.#places = places;
    this.#provenance = byPath(parameters);
  }

  /** Where the value at a path stands, or its nearest parent. */
  placeOf(path: string): Place | undefined {
    for (let at = path; ; at = at.slice(0, at.lastIndexOf("."))) {
      const place = this.#places.get(at);
      if (place || !at.includes(".")) return place;
    }
  }

  /** What stands at a path, under its last word. */
  said(path: string, name: string): Said {
    return { path, name, place: this.placeOf(path), provenance: this.#provenance.get(path) ?? [] };
  }
}

/** Every parameter under its own path and under all above it. */
function byPath(parameters: readonly Parameter[]): Map<string, Parameter[]> {
  const found = new Map<string, Parameter[]>();
  for (const one of parameters) {
    for (let end = one.path.length; end > 0; end = one.path.lastIndexOf(".", end - 1)) {
      const above = one.path.slice(0, end);
      const here = found.get(above);
      if (here) here.push(one);
      else found.set(above, [one]);
    }
  }
  return found;
}
