import { useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { WorldView } from "./country/worldView.tsx";
import { Front } from "./front/front.tsx";
import { Notices } from "./notices.tsx";
import type { View } from "./route.ts";
import { go, language, route, setTheme, theme, words } from "./state.ts";
import { Tabs } from "./tabs.tsx";
import { loadTold } from "./told.ts";

/** Views that are loaded when they are first looked at. */
const later: Partial<Record<View, () => Promise<ComponentType>>> = {
  life: async () => (await import("./life/lifeView.tsx")).LifeView,
  twins: async () => (await import("./twins/twinsView.tsx")).TwinsView,
  rules: async () => (await import("./rules/rulesView.tsx")).RulesView,
};

const loaded = new Map<View, ComponentType>([
  ["front", Front],
  ["world", WorldView],
]);

/** The page: a head, what is wrong, and a view. */
export function App() {
  useSignalEffect(() => {
    document.documentElement.lang = language.value === "zh" ? "zh-Hans" : "en";
    document.documentElement.dataset.theme = theme.value;
    void loadTold();
  });
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        {words.value.skip}
      </button>
      <Head />
      <Notices />
      <Tabs />
      <main id="main" tabIndex={-1}>
        <Viewed view={route.value.view} />
      </main>
      {route.value.person !== undefined && <Later load={personPanel} />}
    </>
  );
}

function Viewed({ view }: { view: View }) {
  const [, drawAgain] = useState(0);
  useEffect(() => {
    const load = later[view];
    if (loaded.has(view) || !load) return;
    let gone = false;
    void load().then((component) => {
      loaded.set(view, component);
      if (!gone) drawAgain((count) => count + 1);
    });
    return () => {
      gone = true;
    };
  }, [view]);
  const Component = loaded.get(view);
  return Component ? <Component /> : <p class="waiting">{words.value.loading}</p>;
}

const personPanel = async (): Promise<ComponentType> => (await import("./person/personPanel.tsx")).PersonPanel;

/** What is loaded when it is first shown. */
function Later({ load }: { load: () => Promise<ComponentType> }) {
  const [Component, setComponent] = useState<ComponentType>();
  useEffect(() => void load().then((come) => setComponent(() => come)), [load]);
  return Component ? <Component /> : null;
}

function Head() {
  const { home, name, other, theme: themes } = words.value;
  const next = theme.value === "dark" ? "light" : "dark";
  const kept = route.value.language;
  const tongue = language.value === "zh" ? "en" : "zh";
  return (
    <header class="head">
      <a class="name" href={kept === undefined ? "#front" : `#front?language=${kept}`}>
        <span aria-hidden="true" class="pane" />
        {name}
        <span class="hidden">: {home}</span>
      </a>
      <nav class="settings" aria-label={words.value.settings}>
        <button
          type="button"
          class="quiet"
          onClick={() => void go({ language: tongue })}
          lang={tongue === "zh" ? "zh-Hans" : "en"}
        >
          {other}
        </button>
        <button type="button" class="quiet" onClick={() => setTheme(next)}>
          {themes[next]}
        </button>
      </nav>
    </header>
  );
}
