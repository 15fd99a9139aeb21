import { loosened, withDefinitions } from "../language/jsonSchema.ts";
import { anchorOf, manualOf } from "../language/manual.ts";
import type { JsonSchema } from "../language/shape.ts";
import { dimensionSays, examples, perYear } from "../language/units.ts";
import { ownNames } from "../model/draft/names.ts";
import { scenarioShape } from "../model/parts.ts";
import { numberFunctions } from "../rules/functions.ts";
import { grouped, limits } from "./limits.ts";
import { whatIsAsked } from "./manualAsked.ts";
import { levers } from "./manualLevers.ts";
import { whatIsSeen } from "./manualSeen.ts";

/** What a file may say besides the parts of a scenario: how it builds on another. */
const aboutFile = {
  extends: {
    type: "string",
    description:
      "the scenario that this one builds on: a shipped one by name, or a .yaml file beside or below this one",
  },
  uses: {
    anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, maxItems: limits.catalogues }],
    description: "catalogues that this one builds on, by name: parts of scenarios, such as consequences",
  },
  remove: {
    type: "array",
    items: { type: "string" },
    maxItems: limits.paths,
    description: "dotted paths of what to leave out of the scenario that this one builds on",
  },
} as const;

const set = {
  type: "object",
  maxProperties: limits.paths,
  description: "values by dotted path, such as scheme.points.littering: -5; a path must be there already",
} as const;

/** JSON Schema (2020-12) of a scenario file, for editors: of a whole one, and of one that builds on another. */
export function languageSchema(): object {
  const { properties, ...rest } = scenarioShape.schema as { properties: Record<string, JsonSchema> };
  const reform = properties.reform as { properties: object };
  const whole = {
    ...rest,
    properties: { ...properties, reform: { ...reform, properties: { ...reform.properties, set } } },
  };
  const difference = loosened({ ...whole, properties: { ...aboutFile, ...whole.properties } });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Glasshouse scenario",
    description: "A world with or without a social credit system, and synthetic people only.",
    ...withDefinitions({
      if: { type: "object", anyOf: [{ required: ["extends"] }, { required: ["uses"] }] },
      then: { $ref: "#/$defs/difference" },
      else: { $ref: "#/$defs/scenario" },
      $defs: { scenario: whole, difference },
    }),
  };
}

/** The manual of the language, as Markdown. */
export function languageManual(): string {
  const chapters: readonly (readonly [string, string])[] = [
    ["A first scenario", firstScenario],
    ["The file", theFile()],
    ["Building on another scenario", building],
    ["Numbers and units", numbers()],
    ["Where a figure comes from", provenance],
    ["Rules", rules()],
    ["Once, and one of several", once],
    ["What people see of each other", whatIsSeen],
    ["What people say, and what they think", opinion],
    ["What a scenario is asked", whatIsAsked],
    ["What is done about records", levers],
    ["What is refused, and to whom", refusal],
    ["Parts", parts()],
    ["What a scenario cannot say", line],
  ];
  const contents = chapters.map(([title]) => `- [${title}](#${anchorOf(title)})`);
  const text = chapters.map(([title, body]) => `## ${title}\n\n${body.trim()}\n`);
  return `${opening}\n${contents.join("\n")}\n\n${text.join("\n")}`;
}

const opening = `<!-- Made by npm run docs from the sources. Do not edit. -->

# The scenario language

A scenario is one YAML file that says everything about a world: who lives there, what they do, who sees it, what a
scheme makes of it and what follows. The command \`glasshouse check FILE\` reads it and says what is wrong, all faults at
once. Editors complete and check as you type with \`schema/scenario.schema.json\`.
`;

/** Read by a test, so that what the manual begins with is never wrong. */
export const firstExample = `title: Litter and the camera
time: { tick: 1 week, span: 2 years }
population:
  size: 100_000
  traits:
    conscientious: { beta: [5, 2] }
    urban: { chance: 0.6 }
conduct:
  littering: { per_year: "8 * (1 - conscientious)", channel: camera }
  picks_up: { per_year: 3 * conscientious, channel: camera }
channels:
  camera: { coverage: "urban ? 0.5 : 0.1" }
scheme:
  score: { start: 100, from: 0, to: 200 }
  points: { littering: -1, picks_up: 1 }
  bands: { good: 90, poor: 0 }
consequences:
  no_deposit_free_bike: { domain: travel, when: band == poor, costs: 60 yuan per year }
measures:
  mean_score: { mean: score }
`;

const firstScenario = `\`\`\`yaml
${firstExample}\`\`\`

A hundred thousand synthetic people, most of them careful. They litter and pick litter up; a camera sees some of it; the
scheme takes or gives a point; and those whose score falls below 90 pay deposits that others do not. The example is
complete: \`glasshouse run\` takes it as it is.`;

function theFile(): string {
  return `A file is UTF-8 text in YAML 1.2. Keys are read wherever they stand: the order of a mapping changes nothing, neither
results nor anyone's luck. Names that you choose are small letters, digits and \`_\`, such as \`late_payment\`; words of
categories, bands and groups may begin with a capital.

A rule or text with a colon followed by a blank, or with \`#\`, \`{\`, \`[\`, \`*\` or \`&\` at its beginning, needs quotes; when
in doubt, quote it. Long rules may run over several lines (\`|\` or \`>\`). Anchors and aliases work; tags, directives, merge
keys (\`<<\`) and several documents in a file do not.

A file has at most ${grouped(limits.characters)} characters, ${grouped(limits.lines)} lines, ${grouped(limits.nodes)} values and ${limits.depth} levels.

What has the shape of an identifier, a telephone number, an address of mail, place or device, or of coordinates is refused
wherever it stands in keys, texts, words, figures and rules (\`personal-shape\`). So are seven or more digits in a row: a long
figure is written \`1_400_000_000\`, in a text 1,400,000,000 or 1.4 billion, in a rule \`1.4e9\`; three digits with zeros
behind them may stand as they are. Dates, web addresses, DOIs and ISBNs are cited as ever, but not in titles.`;
}

const building = `| key | what it is | how it is written |
| --- | --- | --- |
| \`extends\` | the scenario that this one builds on | the name of a shipped scenario, or a \`.yaml\` file beside or below this one, such as \`./county.yaml\`; never an address |
| \`uses\` | catalogues that this one builds on: parts that many scenarios share | the name of a shipped catalogue, or a list of them, such as \`consequences\` |
| \`remove\` | what to leave out of it | a list of dotted paths, such as \`[scheme.bands, consequences]\` |
| \`reform\` | the difference, with a name | \`name\`, \`because\` and \`set\`: values by dotted path |

A scenario lies over the catalogues that it uses, and these over what it extends. Mappings are merged key by key. Lists, plain values, distributions, values by date and values with \`is\` are replaced whole.
\`remove\` and \`set\` only take paths that are there, so a slip in a path is a fault and not a silent nothing.

\`\`\`yaml
extends: littering
title: Litter, milder
reform:
  name: Half the points
  because: to see what the points do, all else being equal
  set:
    scheme.points.littering: -0.5
\`\`\``;

function numbers(): string {
  const rows = (Object.keys(examples) as (keyof typeof examples)[]).map(
    (dimension) =>
      `| ${dimensionSays[dimension]} | ${examples[dimension]
        .split(" or ")
        .map((one) => `\`${one}\``)
        .join(" or ")} |`,
  );
  return `Numbers are written as a person writes them, with \`_\` between thousands where that helps, and with their unit where one
is needed. A unit that does not fit is a fault.

| kind | such as |
| --- | --- |
${rows.join("\n")}

Time is counted in \`day\`, \`week\`, \`month\`, \`year\` and \`tick\`, with or without an s. A year is ${perYear.day} days, ${perYear.week} weeks or
${perYear.month} months, whichever the tick is counted in, so that a year is always a whole number of days, weeks and months. Dates are
\`2010-01-31\`. Figures that change are written by date: \`{ dated: { 2010-01-01: 0.1, 2012-07-01: 0.3 } }\` holds each value
from its date on, and \`{ dated: { ... }, between: lines }\` goes straight from each to the next; the first must be at or
before the start of the world.`;
}

const provenance = `Every figure, distribution and rule is a parameter, marked ◦ below, and each says where it comes from:

| tag | what it means | what it names |
| --- | --- | --- |
| \`documented\` | a public document gives this figure | one of \`sources\` |
| \`reported\` | somebody reports it, and it is not verified | one of \`sources\` |
| \`assumed\` | we chose it | the reason |

The value then stands under \`is\`, with one tag beside it: \`{ is: -30, documented: china-daily-2010 }\`. Beside a distribution the
tag stands without \`is\`: \`{ beta: [5, 2], assumed: most people are careful }\`. What has no tag counts as assumed. \`glasshouse
check\` counts them, and reports show them. Beside \`is\` may also stand from where to where a figure could as well be:
\`{ is: 2, assumed: nobody has measured it, range: [0, 10] }\`. It changes nothing; it is kept and shown.

How people respond is an assumption in either form that \`response\` has, and is called so wherever it is shown. A \`factor\`
is an *assumed effect*: the answer is put in. A *response to stakes* follows from what a person has at stake
(\`stake(x)\`, which nobody writes by hand) and believes; put in is how strongly they respond, \`sensitivity\`, and whether
the threat of much counts less than in proportion, \`curvature\`. One form serves deterrence, silence on lawful speech,
gaming (conduct that brings points), paying to get off a list, dropping friends (\`of: dropped\`, or for one reason
\`of: dropped.low_score\`), choosing whom to take back (\`of: mended\`), avoiding a channel (\`of: bank\`: they pay cash, and
good deeds go unseen too) and leaving a voluntary scheme (\`of: leaving\`). A response to friends may use \`friend(x)\`.`;

function rules(): string {
  const own = ownNames.map(({ name, when, doc }) => `| \`${name}\` | ${when} | ${doc} |`);
  const functions = [...numberFunctions].map(
    ([name, { parameters, doc }]) => `| \`${name}(${parameters})\` | ${doc} |`,
  );
  return `A rule is an expression in the syntax of [CEL](https://cel.dev), over numbers and truths alone: no text, no loops, no
variables. A plain number is a rule too.

| written | what it means |
| --- | --- |
| \`2\`, \`0.5\`, \`1e-3\` | a number; \`2\` and \`2.0\` are the same |
| \`x + y\`, \`x - y\`, \`x * y\`, \`x / y\`, \`-x\` | arithmetic; a quotient by 0 is 0 |
| \`x < y\`, \`x <= y\`, \`x > y\`, \`x >= y\`, \`x == y\`, \`x != y\` | comparison of numbers; of words, with \`==\` and \`!=\`; of bands, with all six |
| \`a && b\`, \`a \\|\\| b\`, \`!a\` | both, either, not |
| \`a ? x : y\` | x where a holds, otherwise y |
| \`school in [none, primary]\` | whether it is one of these words or numbers |

Words stand bare: \`band == D\`, \`household == elders\`. Where a number is asked for, true is 1 and false is 0. Everything is
reckoned in 32 bits (IEEE binary32, rounded after each operation), the same bits on every machine, and every expression
has a finite value: a quotient by 0 is 0, and what would overflow is the largest number there is.

### Functions

| function | what it gives |
| --- | --- |
${functions.join("\n")}
| \`friends_mean(x)\` | the mean over a person's friends of a trait, state or the score, as it was at the end of the last tick; of what is true or false (a list, a consequence), the share for whom it held; one's own for a person without friends. Only with \`population.ties\` |
| \`friends_sum(x)\` | their sum, or for how many it held; 0 without friends |
| \`family_mean(x)\`, \`family_sum(x)\` | the same over the family. Only with \`population.ties.family\` |
| \`neighbours_mean(x)\`, \`neighbours_sum(x)\` | the same over all who live in the community, oneself among them: one figure for all of them |
| \`other(x)\` | in rules of what is done at encounters: what any of a person's names is for the one who is met, as it was when the tick began |
| \`friend(x)\` | in \`friendship\`: the same for the friend in question |
| \`if_true(x)\` | in rules of \`measures\` and \`groups\` alone: what the score, the standing, the band, a file, a list or a consequence would be if all false records had never been made, what people do being what it is |
| \`stake(x)\` | what one more record of the conduct x would cost, in yuan a year, below 0 for a gain: reckoned from points, files and dimensions, bands and thresholds, lists, and what consequences cost and bring ([how](MODEL.md#stakes)). Not in what it is reckoned from |
| \`did(x)\` | in updates of states, in measures and in groups: how often a person has done the conduct x in this tick, from 0 to 255 |
| \`blocked(x)\` | there too: how often they have tried it in vain |
| \`recorded(x)\` | there too: how many records of it, of whomever, were put down to them in this tick |
| \`met(x)\` | there too: how often others have done it to them at encounters |
| \`freed(x)\` | there too: how many of their records the redress x has freed |
| \`owner(x)\` | in \`enterprises\`: a trait with numbers, state, the score, or a truth (a list, a consequence, a trait) of the owner, as of the end of the last tick; 0 or false without an owner |
| \`owned(x)\` | with \`enterprises\`, in rules of people: the same of the enterprise that the person owns; 0 or false without one |

### Names

| name | when it is there | what it is |
| --- | --- | --- |
${own.join("\n")}

To these come the names that the scenario declares: traits, states, \`derived\` figures and consequences (true for those for
whom they hold), which belong to a person, and measures, which are the same for everyone. A state's \`update\` may also
use its own \`draws\`. Measures are those of the last tick; before the first tick they are 0. Rules of \`institutions\` and
\`scheme.bands_in_force\` are about the whole country and see no person. No rule sees who a person is: there is no number,
name, place or community to ask for.

\`enterprises\` have names of their own: their rules see no person but the owner, and people's rules no enterprise but their
own. Time, phases and people's measures are there for both. Measures of enterprises have a plain name among enterprises
and are called \`enterprises_NAME\` elsewhere. A channel that only enterprises use is read over their names, and any other
over people's.`;
}

/** Read by a test, as the first example is. */
export const opinionExample = `title: What people say of a system of records
time: { start: 2013-01-01, tick: 1 month, span: 5 years }
population:
  size: 20_000
  traits:
    student: { chance: 0.3 }
    reads: { uniform: [0, 1], resolution: 0.01 }
    trust: { beta: [5, 3], resolution: 0.01 }
  ties: { friends: 4 }
state:
  approval:
    from: 0
    to: 1
    resolution: 0.001
    start: trust
    update: approval + 0.1 * (friends_mean(approval) - approval) + 0.1 * (trust - approval) - 0.05 * no_loans - 0.05 * reads * harms_told
channels:
  bank: { coverage: 0.9 }
conduct:
  misses_repayment: { per_year: 0.6 * (2 - trust), channel: bank }
scheme:
  score: { start: 1000, from: 600, to: 1300 }
  points: { misses_repayment: -20 }
  bands: { A: 950, C: 600 }
consequences:
  no_loans: { when: band == C, domain: credit }
institutions:
  rollouts: { harms_told: { dated: { 2013-01-01: 0, 2015-01-01: 1 } } }
groups:
  students: { when: student, yes: student, no: other }
surveys:
  approval_poll:
    asks: Do you approve of the system?
    sample: 2_209
    every: 6 months
    says: approval > 0.5 || no_loans
    thinks: approval > 0.5
    by: students
`;

const opinion = `A survey asks a sample of people a question now and then. \`says\` is what who is asked answers, and need not be what they
think: whoever is under a sanction here says yes to a stranger with a list, whatever they think. \`thinks\` tells the share
that no pollster has. What approval is made of is an ordinary state: what befell oneself, what friends approve of, trust in
who runs it, and what is told of harms from a date on.

\`\`\`yaml
${opinionExample}\`\`\`

When harms are told from 2015 on, approval falls, first among those who read. A fall of a kind has been published: among
students that MERICS asked, from 53 % to 29 % once they had been told of effects, good and bad. All weights in the example are assumed and none is
fitted to that.

How many are asked is the sample in the mean: each is asked by chance, so that no exact size is promised, and everyone is
where the sample is as large as who can be asked. Before anybody has been counted, in the first tick, the chance is that of
everyone: of a tenth of the people a tenth of the sample is asked then. Reports show the last survey with its sampling
error, √(p (1 − p) / n), which says nothing of other seeds. A survey changes nothing in the world.`;

const refusal = `A consequence with \`blocks\` stops what people try: a refused loan is a loan not taken. What that costs can be told from what
happened, by each attempt (\`costs_each: 300 yuan\`) instead of by the year. Several that block one attempt share it.

Where there is not enough for all, \`places\` says for which share of attempts there is enough and who is served first; all
others share what is left. So what priority is worth is what others lose by it:

\`\`\`yaml
conduct:
  asks_for_loan: { per_year: 1 }
  applies_to_school: { per_year: 0.2 }
consequences:
  no_loans: { when: band == C, domain: credit, blocks: asks_for_loan, costs_each: 300 yuan }
places:
  school_places: { for: applies_to_school, capacity: 0.8, first: band == A }
\`\`\`

What was refused is felt through states that ask for what was blocked in the tick:

\`\`\`yaml
state:
  hardship: { from: 0, to: 1, start: 0.1, update: hardship * 0.98 + 0.1 * min(blocked(asks_for_loan), 1) }
\`\`\``;
const once = `Most conduct has a rate: it happens at any time, and again. What is **due** happens once in a period or not at all:

\`\`\`yaml
state:
  debt: { from: 0, to: 12, resolution: 1, start: 3, update: "debt + did(borrowed) - did(paid)" }
conduct:
  instalment:
    every: 4 weeks
    when: debt > 0
    one_of:
      missed: { chance: 0.02 + 0.2 * hardship, area: credit, channel: bank }
      late: { chance: 0.05, channel: bank }
      paid: { chance: rest }
  borrowed: { every: 4 weeks, when: debt < 12, chance: 0.1, blocked: no_loans }
\`\`\`

\`every\` is a whole number of ticks, rounded, and at least one; periods are counted from the start of the world, as those of
caps are. With a tick of a week, \`1 month\` is 4 ticks: where months matter, let a tick be a month. Of \`one_of\` several
outcomes at most one comes about, and with a \`rest\` exactly one. Each is a conduct under its own name, for points,
lists, responses, \`blocks\`, measures and a life; what they share (\`every\`, \`at\`, \`when\`, \`together\`) stands above
them. A response multiplies the chance of an outcome, and what is left shrinks or grows.

At encounters both sides do what they do by themselves, unless they do it \`together\`: then one draw decides for both, with
the chance of the one times that of the other, so that two trade or do not, and either is told the same:

\`\`\`yaml
conduct:
  trade: { at: market, together: true, chance: "other(score) >= 550 ? 0.9 : 0.2" }
  asks:
    at: work
    when: "boss && other(job) == 0"
    one_of:
      hired: { chance: "0.1 + 0.3 * other(skill)" }
      turned_down: { chance: rest }
state:
  job: { from: 0, to: 1, resolution: 1, start: 1, update: "met(hired) > 0 ? 1 : did(fired) > 0 ? 0 : job" }
\`\`\`

Whoever means one thing and does another makes an **error of execution**. It needs no key: who means to help with chance p
and fails to with chance e helps with chance \`p * (1 - e)\`, and who helps by mistake as well, with
\`p * (1 - e) + (1 - p) * e\`.

\`did(x)\`, \`recorded(x)\`, \`blocked(x)\`, \`met(x)\` and \`freed(x)\` are counts of the tick that is ending. They are numbers, so that
a choice asks \`did(x) > 0\`. Rules of acts, scores and consequences cannot ask for them, since acts of one tick have no
order; they ask for a state that keeps what was counted.`;

function parts(): string {
  return `In capitals: a name of your own. ◦ marks parameters, which may carry a tag. — means that leaving it out means there is
none.

${manualOf(scenarioShape, 3)}`;
}

const line = `A scenario describes synthetic people and no others. There is no way to write a list of persons, a name, an identifier, a
text, a picture or a place of one, and that is meant: populations come from declared distributions, with at most 64 words
to a category, 256 in all and 4,096 cells to a table; what never changes is a trait and no state; networks are generated;
conduct is a rate; a \`life\` is one scripted entity without a name, among at least a thousand others. What remains possible
all the same, [SECURITY](SECURITY.md) tells.`;
