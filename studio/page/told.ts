import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Teller } from "../words/told/tell.ts";
import { sayCount, sayDay } from "./numbers.ts";
import type { Language } from "./route.ts";
import { readable } from "./sayings.ts";
import { language, portrayed, words } from "./state.ts";

/** What is loaded where somebody reads another language than scenarios are written in. */
const later: Partial<Record<Language, () => Promise<Teller>>> = {
  zh: async () => (await import("../words/told/zh.ts")).zhTell,
};
const loaded: Signal<Partial<Record<Language, Teller>>> = signal({});

const teller: ReadonlySignal<Teller | undefined> = computed(() => loaded.value[language.value]);

/** Loads what the present language has of what scenarios say. */
export async function loadTold(): Promise<void> {
  const of = language.value;
  const load = later[of];
  if (!load || loaded.value[of]) return;
  const come = await load();
  loaded.value = { ...loaded.value, [of]: come };
}

/** What a scenario or a life says, in the language of the page where that is known; else in English. */
export function say(text: string): string {
  return teller.value?.(text) ?? text.replaceAll("_", " ");
}

/** The same as an element's properties: what stays English is marked as English. */
export function told(text: string): { readonly children: string; readonly lang: string | undefined } {
  const said = teller.value?.(text);
  const isEnglish = said === undefined && language.value !== "en";
  return { children: said ?? text.replaceAll("_", " "), lang: isEnglish ? "en" : undefined };
}

/** A tick of the world that is open as a word, such as `week`; empty where it is no unit of the calendar. */
export function tickUnit(): string {
  const unit = /^1 (day|week|month|year)$/.exec(portrayed.value?.tick ?? "")?.[1];
  return unit === undefined ? "" : say(unit);
}

const why = /^because (.+) passed (0?\.\d+) \(the threshold is (\w+)\)$/;

/** Why a phase began: a share of people as so many in so many. */
export function toldWhy(text: string): ReturnType<typeof told> {
  const [, what, figure, tag] = why.exec(text) ?? [];
  if (what === undefined || tag === undefined) return told(text);
  // The least power of ten of which it is a whole number.
  const of = [10, 100, 1000, 10_000].find((one) => Number.isInteger(Number((Number(figure) * one).toPrecision(9))));
  if (of === undefined) return told(text);
  const count = (one: number): string => sayCount(one, language.value);
  const said = words.value.because(say(what), count(Math.round(Number(figure) * of)), count(of), say(tag));
  return { children: said, lang: undefined };
}

/** An entry of a life: what is English is put as a page has it. */
export function toldEntry(text: string): ReturnType<typeof told> {
  const { children, lang } = told(text);
  if (teller.value?.(text) !== undefined) return { children, lang };
  return { children: readable(children, (day) => sayDay(day, "en", false)), lang };
}

/** What a band is called: such words mean something else elsewhere. */
export function toldBand(band: string): ReturnType<typeof told> {
  const said = teller.value?.(`band ${band}`);
  return said === undefined ? told(band) : { children: said, lang: undefined };
}
