const groups = Array.from({ length: 30 }, (_, i) => `g${i}: ${(i / 30).toFixed(4)}`);
const measures = Array.from({ length: 60 }, (_, i) => `  m${i}: { mean: "x * ${i + 1}", by: place }`);

/** A world of few people with sixty measures by thirty groups, for 20,000 ticks. */
export const manyFigures = `
title: Many figures
time: { start: 2000-01-01, tick: 1 day, span: { is: 20_000 days, assumed: "long" } }
population:
  size: { is: 1100, assumed: "few" }
  traits:
    x: { uniform: [0, 1], assumed: "any" }
    home: { uniform: [0, 1], assumed: "any" }
conduct:
  walks: { per_year: { is: "x", assumed: "any" } }
groups:
  place: { of: home, from: { ${groups.join(", ")} } }
measures:
${measures.join("\n")}
`;
