/** Read by a test, so that the manual is never wrong: a world with everything that is done about records. */
export const leversExample = `title: levers
time: { tick: 1 week, span: 2 years }
population: { size: 4096, traits: { official: { chance: 0.1 } }, ties: { community: 128 } }
state: { cleared: { from: 0, to: 100, resolution: 1, start: 0, update: freed(dispute) } }
channels: { camera: { coverage: 0.6, misattribution: 0.3 }, bank: { coverage: 1 }, court: { coverage: 1 } }
conduct:
  litters: { area: public_order, per_year: 6, channel: camera, severity: { 1: 0.6, 2: 0.3, 3: 0.1 } }
  defaults: { area: commercial, per_year: 0.5, channel: bank }
  files_wrongly: { area: office, channel: court, at_most: 9, per_tick: "official ? neighbours_sum(cleared) / max(neighbours_sum(official), 1) : 0" }
scheme:
  score: { start: 1000, from: 0, to: 1200 }
  covers: enrolled
  points: { litters: -20, defaults: -60 }
  files: { clean: { since: litters, up_to: 2 years } }
  bands: { good: 900, poor: 0 }
lists: { unfit: { grounds: litters, term: 1 year, notice: 1 day } }
redress:
  dispute: { of: litters, after: 30 days, takes_back: [points, entries], notice: 0.5, disputes: "is_true ? 0.1 : 0.6", accuracy: 0.7, deference: 0.8, costs: 200 yuan }
  expiry: { of: litters, after: { 1: 6 months, 2: 1 year, 3: 3 years }, takes_back: points }
  repair: { of: litters, after: 3 months, takes_back: points, when: clean >= 0.2 }
  look: { of: litters, after: 0 days, takes_back: [points, entries], notice: 0, accuracy: 0.9 }
consequences:
  no_loans: { domain: credit, when: band == poor, costs: 500 yuan per year }
  no_trains: { domain: travel, when: unfit, costs: 300 yuan per year }
institutions: { enrolment: { take_up: 1 } }
`;

/** Levers of redress, each with a line of a file that extends that world. A test pulls each. */
export const leverLines: readonly (readonly [lever: string, line: string])[] = [
  ["notice, on or off", "redress: { dispute: { notice: 0 } }"],
  ["notice, how long before", "lists: { unfit: { notice: 60 days } }"],
  ["what a dispute costs", "redress: { dispute: { costs: 900 yuan } }"],
  ["how long a dispute takes", "redress: { dispute: { after: 90 days } }"],
  ["burden of proof: what the office cannot show does not stand", "redress: { dispute: { deference: 0 } }"],
  ["accuracy of reviewers", "redress: { dispute: { accuracy: 1 } }"],
  ["deference of reviewers", "redress: { dispute: { deference: 1 } }"],
  ["expiry by severity", "redress: { expiry: { after: { 1: 3 months, 2: 6 months, 3: 1 year } } }"],
  ["repair", "redress: { repair: { when: clean >= 0.05 } }"],
  ["human review of a share, before a record counts", "redress: { look: { notice: 0.5 } }"],
  ["consent and opting out", "institutions: { enrolment: { take_up: 0.5 } }"],
  ["which area may touch which domain", "scheme: { contexts: { credit: [commercial] } }"],
  ["a cap on severity", "scheme: { severity: { 1: 1, 2: 1, 3: 1 } }"],
  ["a cap on loss", "scheme: { points: { litters: { is: -20, cap: { loss: 100 points } } } }"],
  ["government is scored as it scores", "scheme: { points: { files_wrongly: -20 } }"],
];

const table = leverLines.map(([lever, line]) => `| ${lever} | \`${line}\` |`).join("\n");

/** What can be done about records, and what a line of reform changes of it. */
export const levers = `What the literature on redress asks for stands in a scenario as a key each, so that a reform of one line moves one lever. In
this world all are set, and a file that extends it needs no more than the line:

\`\`\`yaml
${leversExample}\`\`\`

| lever | a line of reform |
| --- | --- |
${table}

Who answers for a wrong record is said in the words of conduct: \`freed(dispute)\` counts the records of a person that a review
freed in a tick, a state keeps it for others to see, and officials of the same community have as many records of a conduct
as there were, shared among them by chance. Whether they are scored for it is the last line.

A domain that \`scheme.contexts\` names is decided by the records of its areas alone: its consequences see the score, the
band, files and lists as they would be if there were no others, in an account that goes on beside. With an empty list
nobody's record counts there. A conduct without an area counts in no domain that is named.

What \`takes_back\` names is taken back as far as it is known: *points* and *entries*; *files*, what the record added to them,
and a file that counts \`since\` it goes back to where it would stand, once, if it counts from this record alone;
*repetition*, that the next record of the period counts it; *grade*, what it has cost to be put into a band at once, if it
was the last to do so and did it alone. Not taken back are factors that earlier repetitions were multiplied by, what a cap
or the ends of a scale have cut off, warnings that were used up, and what the record has made people do and feel since.`;
