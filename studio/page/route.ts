/** What the page shows, as it stands in its address: whoever opens the address elsewhere sees the same. */
export interface Route {
  readonly view: View;
  readonly scenario: string;
  /** YAML of the user's own, instead of the shipped one of that name. */
  readonly text?: string | undefined;
  /** Values by dotted path, laid over the scenario. */
  readonly changes: Readonly<Record<string, unknown>>;
  /** Undefined where the page chooses, by what the device can bear. */
  readonly people?: number | undefined;
  readonly seed: number;
  readonly tick: number;
  readonly colouring?: string | undefined;
  /** Keys of charts; undefined for the first few. */
  readonly charts?: readonly string[] | undefined;
  readonly person?: number | undefined;
  readonly twin: boolean;
  readonly language?: Language | undefined;
  /** A step of the guided tour, from 0. */
  readonly tour?: number | undefined;
  /** Of the program that made the address. */
  readonly version?: string | undefined;
}

export const views = ["front", "world", "rules", "twins", "life"] as const;
export type View = (typeof views)[number];
export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];

export const plainRoute: Route = { view: "front", scenario: "", changes: {}, seed: 1, tick: 0, twin: false };

/** What an address means; what of it cannot be meant is left out and named in `faults`, as `key: value`. */
export interface Decoded {
  readonly route: Route;
  readonly faults: readonly string[];
}

const mostLetters = 200_000;
const mostChanges = 200;
/** Of a text of the user's own, unpacked: more is no scenario. */
const mostText = 2_000_000;

/** `#world/suining?people=20000&seed=7`: everything that is not as usual. */
export async function encodeRoute(route: Route): Promise<string> {
  const query = new URLSearchParams();
  const put = (key: string, value: string | number | undefined): void => {
    if (value !== undefined) query.set(key, String(value));
  };
  put("people", route.people);
  if (route.seed !== 1) put("seed", route.seed);
  if (route.tick !== 0) put("tick", route.tick);
  put("colouring", route.colouring);
  put("charts", route.charts?.join("~"));
  put("person", route.person);
  if (route.twin) put("twin", "yes");
  put("tour", route.tour);
  put("language", route.language);
  for (const [path, value] of Object.entries(route.changes)) put(`with.${path}`, JSON.stringify(value));
  if (route.text !== undefined) put("text", await pack(route.text));
  if (route.view !== "front") put("version", route.version);
  const place = route.scenario === "" ? route.view : `${route.view}/${encodeURIComponent(route.scenario)}`;
  const asked = query.toString();
  return `#${place === "front" && asked === "" ? "" : place}${asked === "" ? "" : `?${asked}`}`;
}

/** Reads any address at all; never throws. */
export async function decodeRoute(hash: string): Promise<Decoded> {
  const faults: string[] = [];
  if (hash.length > mostLetters) return { route: plainRoute, faults: ["address: too long"] };
  const [place = "", asked = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  const [viewed = "", named = ""] = place.split("/").map(unescaped);
  const query = new URLSearchParams(asked);
  const fault = (key: string, value: string): undefined => {
    faults.push(`${key}: ${value.slice(0, 80)}`);
    return undefined;
  };
  const oneOf = <T extends string>(key: string, value: string, known: readonly T[]): T | undefined =>
    value === "" || (known as readonly string[]).includes(value) ? (value as T) || undefined : fault(key, value);
  const whole = (key: string, most: number, least = 0): number | undefined => {
    const value = query.get(key);
    if (value === null) return undefined;
    const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most ? number : fault(key, value);
  };
  const packed = query.get("text");
  const text = packed === null ? undefined : ((await unpack(packed)) ?? fault("text", packed));
  const scenario = /^[\p{L}\p{N}_.-]{0,80}$/u.test(named) ? named : (fault("scenario", named) ?? "");
  const view = oneOf("view", viewed, views) ?? "front";
  const route: Route = {
    view: scenario === "" && view !== "front" ? (fault("scenario", "") ?? "front") : view,
    scenario,
    text,
    changes: changesOf(query, fault),
    people: whole("people", 2_000_000_000, 1),
    seed: whole("seed", Number.MAX_SAFE_INTEGER) ?? 1,
    tick: whole("tick", 1_000_000) ?? 0,
    colouring: query.get("colouring")?.slice(0, 200),
    charts: query.get("charts")?.split("~").slice(0, 24),
    person: whole("person", 2_000_000_000),
    twin: query.get("twin") === "yes",
    language: oneOf("language", query.get("language") ?? "", languages),
    tour: whole("tour", 20),
    version: query.get("version")?.slice(0, 40),
  };
  return { route, faults };
}

function changesOf(query: URLSearchParams, fault: (key: string, value: string) => undefined): Record<string, unknown> {
  const given = [...query].filter(([key]) => key.startsWith("with."));
  if (given.length > mostChanges) fault("with", String(given.length));
  const read = given.slice(0, mostChanges).flatMap(([key, value]) => {
    try {
      return [[key.slice(5), JSON.parse(value) as unknown] as const];
    } catch {
      fault(key, value);
      return [];
    }
  });
  // Through entries, so that no name of a path becomes a prototype.
  return Object.fromEntries(read);
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A text as short as it becomes, in letters that an address can have. */
export async function pack(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The text; undefined where there is none in it, or more than a scenario can be. */
export async function unpack(packed: string): Promise<string | undefined> {
  try {
    const letters = atob(packed.replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
      if (text.length > mostText) return void (await reader.cancel());
    }
  } catch {
    return undefined;
  }
}
