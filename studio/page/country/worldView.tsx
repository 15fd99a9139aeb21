import { moment, portrayed, words } from "../state.ts";

/** A world under way. */
export function WorldView() {
  const scenario = portrayed.value;
  if (!scenario) return <p class="waiting">{words.value.loading}</p>;
  return (
    <article class="world">
      <h1 lang="en">{scenario.title}</h1>
      <p>{moment.value?.date}</p>
    </article>
  );
}
