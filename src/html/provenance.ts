import { type Inner, join, type Markup, tag } from "../charts/markup.ts";
import { type Fact, portray, sayTally } from "../index.ts";
import { sayName } from "../report/wording.ts";
import { layTable } from "./figure.ts";
import type { Story } from "./story.ts";
import { sayOrigin, sayRange } from "./system.ts";

/** Every source with its author, publisher and date, and how many figures stand on it. */
export function laySources({ run: { scenario } }: Story): Markup | undefined {
  const sources = scenario.data.sources ?? [];
  if (sources.length === 0) return tag("p", {}, "This scenario names no sources: all that it says is assumed.");
  const rows = sources.map(({ name, is }) => {
    const figures = scenario.parameters.filter(({ tag: kind, source }) => kind !== "assumed" && source === name).length;
    const note = is.note && tag("div", { class: "quiet" }, is.note);
    return [
      join(linkTo(is.url, is.title), note),
      [is.author, is.publisher].filter((one) => one !== undefined).join(", ") || "not stated",
      is.date ?? "not stated",
      String(figures),
    ];
  });
  return layTable({
    caption: "Sources, and how many figures of the scenario stand on each",
    heads: ["title", "author and publisher", "date", "figures"],
    numbers: [false, false, false, true],
    rows,
  });
}

/** A link where the address is one of the web; nothing else may be behind a word. */
function linkTo(url: string | undefined, text: string): Inner {
  if (url === undefined || !/^https?:\/\/[^\s]+$/i.test(url)) return text;
  return tag("a", { href: url, rel: "noopener noreferrer nofollow" }, text);
}

/** How many figures are documented, reported and assumed, and every one of them. */
export function layProvenance({ run: { scenario } }: Story): Markup[] {
  const { tally } = scenario;
  const facts = portray(scenario).flatMap(({ entries }) => entries.flatMap((entry) => entry.facts));
  const share = (count: number): string => `${((100 * count) / Math.max(1, tally.parameters)).toFixed(2)}`;
  const parts = kinds
    .filter((kind) => tally[kind] > 0)
    .map((kind) => tag("span", { class: `part ${kind}`, style: `flex-grow: ${share(tally[kind])}` }));
  const count = tag("p", {}, tag("strong", {}, `${sayTally(tally)}.`), ` ${meanings}`);
  const bar = tag("div", { class: "parts", "aria-hidden": "true" }, ...parts);
  const tables = kinds.flatMap((kind) => {
    const some = facts.filter((one) => one.tag === kind);
    return some.length === 0 ? [] : [layParameters(kind, some, scenario)];
  });
  return [count, bar, ...tables];
}

const kinds = ["documented", "reported", "assumed"] as const;
const meanings =
  "Documented: a public document gives the figure. Reported: somebody reports it, unverified. Assumed: chosen by the author of the scenario, for the reason that stands beside it.";

function layParameters(kind: string, some: readonly Fact[], scenario: Story["run"]["scenario"]): Markup {
  const isAssumed = kind === "assumed";
  return layTable({
    caption: `${isAssumed ? "Assumed" : kind === "documented" ? "Documented" : "Reported"}: ${some.length}`,
    heads: ["parameter", "value", isAssumed ? "why" : "who says so"],
    rows: some.map((one) => [
      join(...one.path.split(".").flatMap((word, i) => [i > 0 ? " › " : "", sayName(word)])),
      join(tag("code", {}, one.text), sayRange(one)),
      sayOrigin(one, scenario),
    ]),
  });
}
