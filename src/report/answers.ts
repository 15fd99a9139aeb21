import type { Answer, Answers, Scenario } from "../index.ts";
import type { Paint } from "./paint.ts";
import { wrap } from "./table.ts";
import { plain, sayCount, sayNumber } from "./wording.ts";

/** Of what answers are: "8 twins of 20,000 people, seeds 1 to 8". */
export function sayTwins({ twins, firstSeed, people, stopped }: Answers): string {
  if (twins === 0) return stopped ? "no twins: interrupted before the first" : "no twins";
  const seeds = twins === 1 ? `seed ${firstSeed}` : `seeds ${firstSeed} to ${firstSeed + twins - 1}`;
  const rest = stopped ? ", and interrupted then" : "";
  return `${sayNumber(twins, "twin")} of ${sayCount(people)} people, ${seeds}${rest}`;
}

/** Each question with its answer, as lines. */
export function layAnswers(answers: readonly Answer[], width: number, paint: Paint): string[] {
  return answers.flatMap(({ asks, says, rule }) => [
    ...wrap(plain(asks), width - 2).map((line) => `  ${line}`),
    ...wrap(plain(says), width - 4).map((line) => `    ${paint.title(line)}`),
    ...wrap(`Yes would be: ${plain(rule)}`, width - 4).map((line) => `    ${paint.quiet(line)}`),
  ]);
}

/** What a scenario is asked, as lines: the words, what is read, and of what. */
export function layQuestions({ questions }: Scenario, width: number, paint: Paint): string[] {
  return questions.flatMap(({ asks, yes, reads, control }) => {
    const against = control ? `, against ${control.says}` : "";
    return [
      ...wrap(plain(asks), width - 2).map((line) => `  ${line}`),
      ...wrap(plain(`${reads}${against}; yes would be: ${yes}`), width - 4).map((line) => `    ${paint.quiet(line)}`),
    ];
  });
}
