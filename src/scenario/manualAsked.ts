/** Read by a test, so that what the manual shows of questions is never wrong. */
export const askedExample = `title: Fines
time: { start: 2020-01-01, tick: 1 week, span: 3 years }
population:
  size: 10_000
  traits: { income: { lognormal: { median: 40_000, sigma: 0.6 }, from: 1_000, to: 1_000_000 } }
channels:
  camera: { coverage: 0.3 }
conduct:
  parks_badly: { per_year: 4, channel: camera }
scheme:
  score: { start: 100, from: 0, to: 200 }
  points: { parks_badly: -2 }
  bands: { good: 90, poor: 0 }
consequences:
  fined: { when: band == poor, costs: 600 yuan per year }
response:
  care: { of: parks_badly, sensitivity: { is: 2, range: [0, 5], assumed: nobody has measured it }, per: income / 10 }
groups:
  wealth: { when: income > 60000, yes: rich, no: poor_people }
measures:
  mean_score: { mean: score, by: wealth }
questions:
  works:
    asks: Do people park better because of it?
    of: { acts: parks_badly, over: last year }
    without: { remove: [response] }
    yes: difference < -0.05 * control
  fair:
    asks: Do the rich end with a lower score than the poor, because a fine is nothing to them?
    of: { measure: mean_score, group: rich, minus: poor_people }
    yes: value < -0.5
`;

/** What the manual says of questions besides their keys. */
export const whatIsAsked = `A scenario may say what it is asked. \`asks\` is the question for a reader, \`of\` the figure that answers it, and \`yes\` the rule by
which it does, with the smallest difference that would matter. \`glasshouse run\`, its page and \`compare\` lead with the answers.
They come from twins (\`--twins\`, \`--twin-people\`): the same people with the same luck, in this world and in its control. The run itself stays as it is.

\`\`\`yaml
${askedExample}\`\`\`

The **figure** is of acts or records of a conduct, or of any measure by the name that results have for it: one under \`measures\`, or
\`score\`, \`on.LIST\`, \`entries.LIST\`, \`under.CONSEQUENCE\`, \`yuan.CONSEQUENCE\`, \`surveys.SURVEY\`, and all others that
\`compare --json\` shows. \`group\` takes one group of it, \`minus\` takes that of another group off. What happens is added up
\`over\` a time, what there is is read \`at\` the end or a day, or averaged over a time.

The **control** is another scenario (\`against: none\`, \`against: ./other.yaml\`), with as many people, the same ticks and the same
kinds; or this one \`without\` something: \`remove\` takes keys out, \`set\` changes values by their paths, as a reform does.
\`without: {}\` changes nothing, and the answer is that all is exactly the same. A question without a control is of the level itself.

The **rule** knows \`value\` (this world), \`control\`, and \`difference\`, which is value − control. It compares sums of multiples of
these. The answer is *yes* where the twins make sure that it holds, *no* where they make sure that it does not, and else
*not clear* from so many twins; what that means to the letter stands in MODEL. Ask of what is not
rare among 20,000 people, or run it with more of them (\`--twin-people\`). Questions do not pass on to what
extends a scenario: it asks its own.`;
