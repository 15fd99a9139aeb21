import { type Markup, tag } from "../charts/markup.ts";
import type { Answer, Answers } from "../index.ts";
import { sayTwins } from "../report/answers.ts";
import { plain } from "../report/wording.ts";

/** Each question with its answer: what twins of the run say, which is more than one run can. */
export function layAnswers(answers: Answers): Markup {
  const says =
    answers.twins === 0
      ? "Not answered: no twins were run."
      : `Answers are from ${sayTwins(answers)}: the same people with the same luck, with and without what is asked. All else on this page is of the one run.`;
  return tag(
    "div",
    { class: "answers" },
    tag("p", { class: "quiet" }, says),
    tag("dl", {}, ...answers.answers.flatMap(layAnswer)),
  );
}

function layAnswer({ asks, says, rule, answer }: Answer): Markup[] {
  const word = { yes: "Yes.", no: "No.", "not clear": "Not clear", "not answered": "Not answered" }[answer];
  const rest = plain(says).slice(word.length);
  return [
    tag("dt", {}, plain(asks)),
    tag("dd", {}, tag("strong", {}, word), rest),
    tag("dd", { class: "quiet" }, `Yes would be: ${plain(rule)}`),
  ];
}
