import { readScenario, type Scenario } from "../../src/index.ts";

/** A small scheme, with grades and a sanction. */
export const small: Scenario = readScenario(
  `
title: A small scheme
time: { tick: 1 week, span: 20 weeks }
population:
  size: 500
  traits: { careful: { beta: [2, 2] }, urban: { chance: 0.5 } }
channels: { office: { coverage: 0.5, misattribution: 0.1 } }
conduct:
  litters: { per_year: "20 * (1 - careful)", channel: office }
  helps: { per_year: "10 * careful", channel: office }
scheme:
  score: { start: 100, from: 0, to: 200 }
  points: { litters: -3, helps: 2 }
  bands: { good: 110, fair: 90, poor: 0 }
consequences:
  no_loans: { domain: credit, when: "band == poor" }
groups: { where: { when: urban, yes: town, no: country } }
measures:
  town_score: { mean: score, by: where }
  heavy: { count: "score < 90" }
`,
  { name: "small.yaml" },
);

/** All that can move a score, at once. */
export const everything: Scenario = readScenario(
  `
title: Everything at once
time: { start: 2010-01-01, tick: 1 week, span: 70 weeks }
population:
  size: 4000
  traits:
    careful: { beta: [2, 2] }
    region: { categorical: { north: 0.5, south: 0.5 } }
  ties: { community: 64, friends: 4, far: 1 }
state:
  worry: { from: 0, to: 1, resolution: 0.01, start: 0.1, update: "0.9 * worry + (no_loans ? 0.1 : 0)" }
channels:
  camera: { coverage: 0.6, misattribution: 0.2, delay: { from: 0 weeks, to: 3 weeks } }
  office: { coverage: 0.5, misattribution: 0.05 }
conduct:
  litters: { area: order, per_year: "30 * (1 - careful)", severity: { 1: 0.6, 2: 0.3, 3: 0.1 }, channel: camera }
  speeds: { area: order, per_year: "12 * (1 - careful)", channel: [camera, office] }
  helps: { area: good, per_year: "40 * careful", channel: office }
  donates: { area: good, per_year: "15 * careful", channel: office }
  dreams: { per_year: 2 }
scheme:
  score: { start: "careful > 0.5 ? 110 : 90", from: 0, to: 130, resolution: 0.1 }
  points:
    litters: { is: -2.3, repetition: { factor: 1.5, at_most: 4, period: 26 weeks } }
    speeds: -7
    helps: { is: 3.7, cap: { gain: 9, period: 8 weeks } }
    donates: 2.1
  areas:
    order: { weight: 1.3, cap: { loss: 30, period: 10 weeks } }
    good: { weight: 0.7 }
  friends: { pull_per_tick: 0.02 }
  decay: { towards: 100, half_life: 1 year }
  bands: { high: 105, middle: 80, low: 40, lowest: 0 }
  bands_in_force: "phase == graded"
consequences:
  no_loans: { domain: credit, when: "band <= low" }
  watched: { domain: police, on: "band == lowest", lasts: 5 weeks }
institutions:
  phases:
    prepared: { from: start }
    graded: { from: 2010-03-05 }
    over: { after: graded, when: "years > 1.2" }
`,
  { name: "everything.yaml" },
);
