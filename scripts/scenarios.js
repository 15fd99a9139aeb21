import { parse } from "yaml";

/**
 * What is needed of the library: the built one, or the sources under test.
 * @typedef {Pick<typeof import("../src/index.ts"), "portray" | "readShipped" | "sayTally" | "shippedNames">} Library
 * @typedef {import("../src/index.ts").Scenario} Scenario
 * @typedef {import("../src/index.ts").Fact} Fact
 *
 * One sentence or figure of a source, and what became of it.
 * @typedef {object} Covered
 * @property {string} says in short
 * @property {string} source who says it
 * @property {string | string[]} [key] where it stands: `scenario:dotted.path`
 * @property {string | string[]} [test] what holds it: `file > title`
 * @property {string} [left_out] why it is not there
 * @property {true} [pending] it awaits the scenario under whose name it stands
 */

/**
 * @param {string} text of docs/coverage.yaml
 * @returns {Record<string, Covered[]>} by scenario or catalogue
 */
export function readCoverage(text) {
  return parse(text);
}

/**
 * @template T
 * @param {T | T[] | undefined} value
 * @returns {T[]}
 */
export function listOf(value) {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Systems in the order in which the articles come to them, those that correct them behind, then controls. Others follow. */
const order = [
  ...["littering", "suining", "sesame", "tencent"],
  ...["national", "national-families", "national-as-found", "national-repair"],
  ...["rongcheng", "nosedive", "fico", "none", "nation"],
];

/** @param {Library} library */
function namesOf(library) {
  const rank = (/** @type {string} */ name) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...library.shippedNames()].sort((a, b) => rank(a) - rank(b));
}

/**
 * The contents of the catalogue of shipped systems, as Markdown, and what became of every sentence of the sources.
 * @param {Library} library
 * @param {string} coverage text of docs/coverage.yaml
 */
export function scenarioManual(library, coverage) {
  const rows = namesOf(library).map((name) => {
    const { title, tally, questions } = library.readShipped(name);
    const asked = questions.map(({ asks }) => cell(asks)).join("<br>");
    return [`[${cell(title)}](scenarios/${name}.md)`, code(name), cell(library.sayTally(tally)), asked];
  });
  const contents = table(["system", "name", "figures", "what it is asked"], rows);
  return `${[opening, contents, layCoverage(coverage)].join("\n\n")}\n`;
}

const made = "<!-- Made by npm run docs from scenarios/ and docs/coverage.yaml. Do not edit. -->";

const opening = `${made}

# The systems

Every system that ships has a page: what it is asked, what the sources say, how it is modelled, what is assumed and why, and
where the press is wrong. Everyone in these worlds is synthetic. A figure is **documented** (a public document gives it),
**reported** (somebody reports it, unverified) or **assumed** (chosen, for the reason beside it). Words are those of the
[glossary](GLOSSARY.md); what a key means is in the [language](LANGUAGE.md).`;

/**
 * A page for each of the shipped systems, by the name of its file.
 * @param {Library} library
 * @returns {Map<string, string>}
 */
export function scenarioPages(library) {
  const names = namesOf(library);
  return new Map(names.map((name) => [`${name}.md`, layScenario(library, name, library.readShipped(name))]));
}

/**
 * @param {Library} library
 * @param {string} name
 * @param {Scenario} scenario
 */
function layScenario({ portray, sayTally }, name, scenario) {
  const { data, tally, sources, questions } = scenario;
  const facts = portray(scenario).flatMap(({ entries }) => entries.flatMap((entry) => entry.facts));
  const above = sources.slice(1).map((source) => source.name.split(" "));
  const parent = above.find(([, kind]) => kind === "(shipped)")?.[0];
  const uses = above.flatMap(([one, kind]) => (kind === "(catalogue)" ? [`\`${one}\``] : []));
  const commands = [
    `glasshouse run ${name} --html ${name}.html`,
    ...(parent ? [`glasshouse compare ${parent} ${name} --people 20_000`] : []),
  ];
  const parts = [
    made,
    `# ${escapeText(scenario.title)}`,
    `\`${name}\`${parent ? `, which extends \`${parent}\`` : ""}${uses.length > 0 ? `, with the catalogues ${uses.join(", ")}` : ""}. ${sayTally(tally)}. One of [the systems](../SCENARIOS.md).`,
    escapeText(data.about ?? ""),
    ...(questions.length === 0 ? [] : ["## What it is asked", questions.map(layQuestion).join("\n")]),
    `\`\`\`sh\n${commands.join("\n")}\n\`\`\``,
    ...layNotes(data.notes ?? []),
    ...laySources(scenario, facts),
    "## How it is modelled",
    ...layModel(portray(scenario)),
    ...layAssumed(facts),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** @param {Scenario["questions"][number]} question */
function layQuestion({ asks, reads, yes, control }) {
  return `- ${escapeText(asks)} Asked of ${escapeText(reads)}${control ? `, against ${escapeText(control.says)}` : ""}; yes would be: ${code(yes)}.`;
}

/**
 * @param {Scenario} scenario
 * @param {readonly Fact[]} facts
 */
function laySources({ data }, facts) {
  const cited = new Set(facts.filter(({ tag }) => tag !== "assumed").map(({ source }) => source));
  const sources = (data.sources ?? [])
    .filter(({ name }) => cited.has(name))
    .map(({ name, is }) => {
      const head = [is.author, is.title, is.publisher, is.date]
        .filter((part) => part !== undefined)
        .map((part) => escapeText(part));
      return `- **${escapeText(name)}**: ${head.join(", ")}.${is.note ? ` ${escapeText(is.note)}` : ""}`;
    });
  const rows = facts
    .filter(({ tag }) => tag === "documented" || tag === "reported")
    .map(({ path, text, tag, source, where }) => {
      const place = where === undefined ? "" : `, ${cell(where)}`;
      return [code(path), code(text), `${tag}: ${cell(source ?? "")}${place}`];
    });
  const title = "## What the sources say";
  if (rows.length === 0) return [title, "Nothing: no source gives a figure of it."];
  return [title, sources.join("\n"), table(["parameter", "value", "where from"], rows)];
}

/** @param {ReturnType<Library["portray"]>} sections */
function layModel(sections) {
  return sections.flatMap(({ path, says, entries }) => {
    const rows = entries.map(({ name, facts }) => [
      ...(name === "" ? [] : [code(name)]),
      facts.map(({ key, text }) => `${key === "" ? "" : `${cell(key)} `}${code(text)}`).join("<br>"),
    ]);
    const heads = rows[0]?.length === 2 ? ["name", "what it says"] : ["what it says"];
    return [`**${cell(path)}**: ${escapeText(says)}`, table(heads, rows)];
  });
}

/** @param {readonly Fact[]} facts */
function layAssumed(facts) {
  const assumed = facts.filter(({ tag }) => tag === "assumed");
  const rows = assumed.map(({ path, text, source }) => [code(path), code(text), cell(source ?? "no reason is given")]);
  return ["## What is assumed", `${rows.length} parameters.`, table(["parameter", "value", "why"], rows)];
}

/** @param {readonly string[]} notes */
function layNotes(notes) {
  if (notes.length === 0) return [];
  return ["## What to know, and where the press is wrong", notes.map((note) => `- ${escapeText(note)}`).join("\n")];
}

/** @param {string} text */
function layCoverage(text) {
  const coverage = readCoverage(text);
  const all = Object.values(coverage).flat();
  const count = (/** @type {(one: Covered) => unknown} */ holds) => all.filter(holds).length;
  const pending = count((one) => one.pending);
  const sums = [
    `${all.length} sentences and figures of the sources`,
    `${count((one) => one.key)} in a scenario and held by a test`,
    `${count((one) => one.left_out)} left out for a reason`,
    ...(pending > 0 ? [`${pending} to come`] : []),
  ];
  const parts = Object.entries(coverage).flatMap(([name, entries]) => [
    `### ${cell(name)}: coverage`,
    table(
      ["what is said", "by whom", "where it stands", "what holds it"],
      entries.map((one) => [cell(one.says), cell(one.source), ...becomes(one)]),
    ),
  ]);
  return ['<a id="coverage"></a>', "## Coverage", `${sums.join("; ")}.`, ...parts].join("\n\n");
}

/** @param {Covered} one */
function becomes({ key, test, left_out, pending }) {
  if (left_out) return [`left out: ${cell(left_out)}`, ""];
  if (pending) return ["to come", ""];
  const tests = listOf(test).map((text) => {
    const [file, ...title] = text.split(" > ");
    return `[${cell(title.join(" > "))}](../${file})`;
  });
  return [listOf(key).map(code).join("<br>"), tests.join("<br>")];
}

/**
 * @param {readonly string[]} heads
 * @param {readonly (readonly string[])[]} rows
 */
function table(heads, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

/**
 * Text of a scenario as one line of Markdown that means itself.
 * @param {string} text
 */
function escapeText(text) {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .replace(/[\\`*_[\]<>&]/g, (letter) => `\\${letter}`);
}

/** @param {string} text */
function cell(text) {
  return escapeText(text).replaceAll("|", "\\|");
}

/** @param {string} text */
function code(text) {
  const plain = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  // A fence longer than any inside; a bar would end the cell even there.
  const fence = "`".repeat(1 + Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length)));
  return `${fence}${plain.replaceAll("|", "\\|")}${fence}`;
}
