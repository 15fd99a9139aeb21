import { type Markup, tag } from "../charts/markup.ts";
import { version } from "../index.ts";
import { commandOf, sayTick } from "../report/summary.ts";
import { sayCount } from "../report/wording.ts";
import { layTable } from "./figure.ts";
import type { Story } from "./story.ts";

/** Longer ones are named by their hash alone: the page stays light. */
const mostCharacters = 150_000;

/** What the page was made from, how to make it again, and what it does not say. */
export function layMaking(story: Story): Markup[] {
  const { run, word } = story;
  const { scenario } = run;
  // A path would tell where somebody keeps their files.
  const file = word.replace(/[/\\]+$/, "").replace(/^.*[/\\]/, "");
  const facts: readonly (readonly [string, string])[] = [
    ["people", `${sayCount(run.people)}, all synthetic: drawn from declared distributions, none of them real`],
    ["runs behind each figure", "1"],
    ["seed", String(run.seed)],
    ["time", `${sayCount(run.ticks)} ticks of ${sayTick(scenario)}, ${story.day(0)} to ${story.day(run.ticks)}`],
    ["scenario", `${file}, hash ${scenario.hash}`],
    ["state at the end", `hash ${run.stateHash}`],
    ["engine", `Glasshouse ${version}`],
  ];
  const rows = facts.map(([name, text]) => [name, text]);
  return [
    layTable({ caption: "What this page was made from", heads: ["what", "value"], rows }),
    tag("p", {}, "The same command with the same version gives the same figures, to the last digit, on every machine:"),
    tag("pre", { class: "command" }, tag("code", {}, commandOf(run, file))),
    tag("p", {}, caution),
    ...layWarnings(story),
    ...layText(story, file),
  ];
}

const caution =
  "These are the figures of one run. Another seed gives others, and the smaller a group, the more so. What the scheme itself changes is seen only beside a world without it, with the same people and the same luck: glasshouse compare does that, over many seeds. A model shows what follows from its assumptions; it does not predict what becomes of a real country.";

function layWarnings({ run }: Story): Markup[] {
  if (run.warnings.length === 0) return [];
  const items = run.warnings.map((one) => tag("li", {}, one));
  return [tag("h3", {}, "Warnings of the run"), tag("ul", {}, ...items)];
}

function layText({ run: { scenario } }: Story, file: string): Markup[] {
  const text = JSON.stringify(JSON.parse(scenario.text), null, 1);
  if (text.length > mostCharacters) return [];
  const save = `The whole scenario, as it was run. Saved as a file that ends in .yaml, it gives the same run as ${file}.`;
  return [tag("details", {}, tag("summary", {}, "The scenario as a file"), tag("p", {}, save), tag("pre", {}, text))];
}
