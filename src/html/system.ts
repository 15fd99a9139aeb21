import { type Inner, join, type Markup, tag } from "../charts/markup.ts";
import { type Fact, type PortraitEntry, type PortraitSection, portray, type Scenario } from "../index.ts";
import { assumedEffect, putIn } from "../report/responses.ts";
import { sayName } from "../report/wording.ts";
import { layTable } from "./figure.ts";
import type { Story } from "./story.ts";

/** What the system is, in the scenario's own words. */
export function layAbout({ run: { scenario } }: Story): Markup[] {
  const { about, reform } = scenario.data;
  const difference = reform && tag("p", {}, tag("strong", {}, reform.name), reform.because && `: ${reform.because}`);
  return [...paragraphsOf(about ?? ""), ...(difference ? [difference] : [])];
}

function paragraphsOf(text: string): Markup[] {
  const parts = text.split(/\n\s*\n/).filter((part) => part.trim() !== "");
  return parts.map((part) => tag("p", {}, part.replace(/\s+/g, " ").trim()));
}

/** What the scenario warns its reader of. */
export function layNotes({ run: { scenario } }: Story): Markup | undefined {
  const notes = scenario.data.notes ?? [];
  if (notes.length === 0) return undefined;
  return tag("ul", { class: "notes" }, ...notes.map((note) => tag("li", {}, note.replace(/\s+/g, " ").trim())));
}

/** Parts that tell in short what the scheme does; the others are told in full only. */
const short = ["scheme.points", "scheme.bands", "scheme.dimensions", "lists", "consequences"];

function isShort({ path }: PortraitSection): boolean {
  return short.some((part) => path === part || path === `enterprises.${part}`);
}

/** A world without rules says so. */
const noRules = "Nobody is scored here: this world has no scheme, no lists and no consequences.";

/** Points, bands, lists and consequences, each with its provenance. */
export function layRules(story: Story): Markup[] {
  const sections = portray(story.run.scenario).filter(isShort);
  if (sections.length === 0) return [tag("p", {}, noRules)];
  return sections.map((section) => layPart(section, story.run.scenario));
}

/** All that the scenario says, part by part. */
export function layModel(story: Story): Markup {
  const { scenario } = story.run;
  const parts = portray(scenario).filter((section) => !isShort(section));
  return tag(
    "details",
    {},
    tag("summary", {}, "Everything else that the scenario says"),
    ...parts.map((section) => layPart(section, scenario)),
  );
}

/** A table with a column for each key that most entries have, and one for the rest; one column where there are many. */
function layPart({ path, says, entries }: PortraitSection, scenario: Scenario): Markup {
  const caption = `${sayName(path.replaceAll(".", ": "))}: ${says.replaceAll("`", "")}`;
  const named = entries.length > 1 || entries[0]?.name !== "";
  const rows = entries.map((entry) => [
    ...(named ? [sayName(entry.name)] : []),
    join(...factsOf(entry)),
    join(...provenanceOf(entry, scenario)),
  ]);
  return layTable({ caption, heads: [...(named ? ["name"] : []), "what it says", "where from"], rows });
}

function factsOf({ facts }: PortraitEntry): Markup[] {
  return facts.map(({ path, key, text, tag: kind }) => {
    const name = key === "" ? undefined : tag("span", { class: "quiet" }, `${sayKey(path, key, kind)}: `);
    return tag("div", {}, name, tag("code", {}, text));
  });
}

/** A key as a reader has it: a factor that people respond with is an effect that was put in. */
function sayKey(path: string, key: string, kind: Fact["tag"]): string {
  const isFactor = key === "factor" && /^(enterprises\.)?response\./.test(path);
  if (!isFactor) return sayName(key);
  return kind === undefined || kind === "assumed" ? `${assumedEffect}, factor` : `${putIn} factor`;
}

function provenanceOf({ facts }: PortraitEntry, scenario: Scenario): Markup[] {
  const tagged = facts.filter(({ tag: kind }) => kind !== undefined);
  return tagged.map((fact) => {
    const key = tagged.length > 1 && fact.key !== "" ? `${sayName(fact.key)} ` : "";
    const kind = tag("span", { class: `tag ${fact.tag}` }, fact.tag);
    return tag("div", {}, key, kind, " ", sayOrigin(fact, scenario), sayRange(fact));
  });
}

/** From where to where a figure could as well be. */
export function sayRange({ range }: Pick<Fact, "range">): string | undefined {
  return range && ` (from ${range.from} to ${range.to})`;
}

/** Who published a source and where in it, or the reason of an assumption. */
export function sayOrigin(
  { tag: kind, source, where }: Pick<Fact, "tag" | "source" | "where">,
  scenario: Scenario,
): Inner {
  if (source === undefined) return "no reason is given";
  if (kind === "assumed") return source;
  const found = scenario.data.sources?.find(({ name }) => name === source)?.is;
  const called = found?.publisher?.toString() ?? found?.author?.toString() ?? found?.title ?? source;
  return where === undefined ? called : `${called}, ${where}`;
}
