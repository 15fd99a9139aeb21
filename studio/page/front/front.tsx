import { go, words } from "../state.ts";

/** Where everybody begins. */
export function Front() {
  return (
    <section class="front">
      <h1>{words.value.claim}</h1>
      <button type="button" onClick={() => void go({ view: "world", scenario: "suining" })}>
        {words.value.loading}
      </button>
    </section>
  );
}
