import { go, route, words } from "./state.ts";
import "./style/tokens.css";

const views = ["world", "rules", "twins", "life"] as const;

/** What can be done with the world that is open. */
export function Tabs() {
  const { view, scenario } = route.value;
  if (view === "front" || scenario === "") return null;
  const { views: says } = words.value;
  return (
    <nav class="views" aria-label={says.label}>
      {views.map((each) => (
        <button
          key={each}
          type="button"
          aria-current={each === view ? "page" : undefined}
          onClick={() => void go({ view: each })}
        >
          {says[each]}
        </button>
      ))}
    </nav>
  );
}
