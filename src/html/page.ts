import { type Markup, tag } from "../charts/markup.ts";
import { type Answers, type Run, sayTally, version } from "../index.ts";
import { firstSentence, sayNumber } from "../report/wording.ts";
import { layAnswers } from "./answers.ts";
import { layActs, layMeasures, layMistakes, layStays } from "./courses.ts";
import { laySection } from "./figure.ts";
import { layHeadlines } from "./headlines.ts";
import { layMaking } from "./making.ts";
import { layProvenance, laySources } from "./provenance.ts";
import { layBandsOverTime, layCauses, layHit, laySpread } from "./scores.ts";
import { type Story, storyOf } from "./story.ts";
import { styleOf } from "./style.ts";
import { laySurveys } from "./surveys.ts";
import { layAbout, layModel, layNotes, layRules } from "./system.ts";

/** Stands in every page, so that nothing else is written over. */
export const generator = "Glasshouse";

/** Nothing may be fetched and nothing may run, whatever a scenario says. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * One page that tells a run: figures, charts with their data, the rules, the sources, the assumptions and how it was
 * made. It needs no network and no scripts. `word` is what the person called the scenario. The same run gives the same
 * page, to the byte.
 */
export function layPage(run: Run, word: string, answers?: Answers): string {
  const story = storyOf(run, word);
  const sections = sectionsOf(story, answers).filter((one) => one !== undefined);
  const { title } = run.scenario;
  const bands = Math.max(0, ...story.scorings.map((scoring) => scoring.bands.length));
  const head = tag(
    "head",
    {},
    tag("meta", { charset: "utf-8" }),
    tag("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    tag("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    tag("meta", { name: "generator", content: `${generator} ${version}` }),
    tag("meta", { name: "color-scheme", content: "light dark" }),
    tag("title", {}, `${title} – Glasshouse`),
    tag("style", {}, { html: styleOf(bands) }),
  );
  const body = tag(
    "body",
    {},
    layHeader(story, sections),
    tag("main", {}, ...sections.map(({ markup }) => markup)),
    tag("footer", {}, tag("p", {}, footer)),
  );
  return `<!doctype html>\n${tag("html", { lang: "en" }, head, body).html}\n`;
}

const footer =
  "Nobody on this page exists. The people are synthetic; the page shows what follows from the rules and assumptions that stand on it.";

function layHeader({ run }: Story, sections: readonly Section[]): Markup {
  const { about } = run.scenario.data;
  const links = sections.map(({ id, short }) => tag("li", {}, tag("a", { href: `#${id}` }, short)));
  const facts = [
    sayNumber(run.people, "synthetic person", "synthetic people"),
    "1 run",
    `seed ${run.seed}`,
    sayTally(run.scenario.tally),
  ];
  return tag(
    "header",
    {},
    tag("p", { class: "kind" }, "A simulation with synthetic people"),
    tag("h1", {}, run.scenario.title.replace(/\s+/g, " ")),
    about === undefined ? undefined : tag("p", { class: "lede" }, firstSentence(about)),
    tag("p", { class: "quiet" }, `${facts.join(" · ")}.`),
    tag("nav", { "aria-label": "Contents" }, tag("ul", {}, ...links)),
  );
}

interface Section {
  readonly id: string;
  /** What the list of contents calls it. */
  readonly short: string;
  readonly markup: Markup;
}

function sectionsOf(story: Story, answers: Answers | undefined): (Section | undefined)[] {
  const { scorings } = story;
  const each = (lay: (story: Story, scoring: Story["scorings"][number]) => Markup | undefined) =>
    scorings.map((scoring) => lay(story, scoring));
  const section = (id: string, short: string, title: string, ...inner: (Markup | undefined)[]) => {
    const markup = laySection(id, title, ...inner);
    return markup && { id, short, markup };
  };
  return [
    section("answers", "what was asked", "What was asked, and the answers", answers && layAnswers(answers)),
    section("headlines", "in short", "In short", layHeadlines(story)),
    section("hit", "who is hit", "Who is hit", ...each(layHit), ...each(layCauses)),
    section("scores", "scores", "Scores and bands", ...each(laySpread), ...each(layBandsOverTime)),
    section("stays", "consequences", "Consequences and lists", ...layStays(story)),
    section("surveys", "what people say", "What people say, and what they think", ...laySurveys(story)),
    section("measures", "other figures", "Other figures over time", ...layMeasures(story, false)),
    section("untouched", "the world by itself", "What the scheme does not touch", ...layMeasures(story, true)),
    section("mistakes", "mistakes", "Mistakes", ...layMistakes(story)),
    section("acts", "what people did", "What people did, and what was seen", ...layActs(story)),
    section("about", "the system", "What the system is", ...layAbout(story)),
    section("rules", "the rules", "The rules", ...layRules(story), layModel(story)),
    section("notes", "what to know", "Where sources disagree or are wrong, and what to know", layNotes(story)),
    section("sources", "sources", "Sources", laySources(story)),
    section("provenance", "what is assumed", "What is documented, reported and assumed", ...layProvenance(story)),
    section("making", "how it was made", "How this was made", ...layMaking(story)),
  ];
}
