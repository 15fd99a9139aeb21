/** Read by a test, so that the manual is never wrong. */
export const hiringExample = `title: Who is hired where scores are shown
time: { tick: 1 month, span: 3 years }
population:
  size: 10_000
  traits:
    careful: { beta: [4, 2] }
    employer: { chance: 0.2 }
state:
  work: { from: 0, to: 1, start: 0.5, update: "clamp(0.95 * work + 0.3 * min(1, lately_hired), 0, 1)" }
encounters:
  interviews: { with: strangers, per_month: 1 }
conduct:
  hires:
    at: interviews
    chance: "employer ? (other(score) >= 600 ? 0.9 : 0.2) : 0"
    falls_on: other
    channel: registry
  owes: { per_year: "6 * (1 - careful)", channel: bank }
channels:
  registry: { coverage: 1 }
  bank: { coverage: 0.8 }
scheme:
  score: { start: 400 + 400 * careful, from: 0, to: 1000 }
  points: { owes: -15 }
  decay: { towards: 650, half_life: 2 years }
  files: { lately_hired: { of: { hires: 1 }, half_life: 1 month } }
  shown: { score: dealing }
groups:
  manner: { when: careful > 0.7, yes: careful, no: careless }
measures:
  at_work: { mean: work, by: manner }
`;

/** What the manual says of what people see of each other. */
export const whatIsSeen = `People see of each other what \`scheme.shown\` shows: to \`nobody\`; to \`friends\` (and family); when \`dealing\`, to whoever is
met at an encounter, too; to \`everyone\`, in what is told of neighbours, too. What is not shown is taken for the usual: a score
for the mean of all whom the scheme covers at the end of the last tick (in the first tick, for one's own), a band for that of
this mean, and nobody is taken to be on a list. So rules stay as they are when something is hidden. That holds for what
people do and become: conduct, responses, states, friendships, leaving. What the scheme itself goes by, what follows for a
person and what is measured is what is so; and a consequence can be seen of whoever it holds for.

Hiring, lending, renting, helping, matching and shaming are conduct at encounters, with a chance over what is seen of the
other:

\`\`\`yaml
${hiringExample}\`\`\`

A fifth of them hire whom they meet, rather those with a good score; who is hired works for a while. With the reform
\`scheme.shown.score: nobody\` everybody is taken for the mean, and the careless are hired as often as the careful. What
people owe does not change: who they are, and their luck, are the same.`;
