/** The text of a scenario to begin with, and what the command is `called`: small, commented, and every part of it runs. */
export function starter(name: string, called: string): string {
  const words = name.replace(/[-_]+/g, " ").trim();
  const title = words === "" ? name : words[0]!.toUpperCase() + words.slice(1);
  return `# A small town with a points scheme. Everyone in it is synthetic.
# Run it:      ${called} run ${name}.yaml
# Look inside: ${called} plan ${name}.yaml
title: ${JSON.stringify(title)}
about: >
  What a small scheme does to a small town. Write here what you want to find out.

time: { start: 2020-01-01, tick: 1 week, span: 3 years }

population:
  size: 20_000
  traits:                                # what people are born with, each drawn from a distribution
    conscientious: { beta: [5, 2] }
    urban: { chance: 0.6 }
  ties: { community: 256, friends: 4 }   # who knows whom

channels:                                # how an act becomes a record
  camera: { coverage: "urban ? 0.6 : 0.2", misattribution: 1% }
  bank: { coverage: 0.95 }

conduct:                                 # what people do; a rate is a number or a rule over traits and state
  littering: { per_year: "6 * (1 - conscientious)", channel: camera }
  late_payment: { per_year: "4 * (1 - conscientious)", channel: bank }
  volunteers: { per_year: "2 * conscientious", channel: camera }

scheme:                                  # how records become a score
  score: { start: 1000, from: 0, to: 1500 }
  points:
    littering: -5
    # A figure may say where it comes from: documented, reported (with a source) or assumed (with a reason).
    late_payment: { is: -30, assumed: "as in many published schemes" }
    volunteers: 10
  decay: { towards: 1000, half_life: 2 years }
  bands: { A: 1000, B: 950, C: 850, D: 0 }

consequences:                            # what follows from a score
  no_cheap_loans: { when: "band == D", domain: credit, costs: 1200 yuan per year }

groups:                                  # how people are told apart
  residence: { when: urban, yes: urban, no: rural }

measures:                                # what is counted, besides what every world counts
  mean_score: { mean: score, by: residence }
`;
}
