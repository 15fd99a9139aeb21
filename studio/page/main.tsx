import { render } from "preact";
import { App } from "./app.tsx";
import { threads } from "./connect.ts";
import { keepOffline } from "./offline.ts";
import { begin } from "./state.ts";
import { loadTold } from "./told.ts";

/** Put in by the build. */
declare const glasshouseVersion: string;

await begin(threads, glasshouseVersion);
await loadTold();
render(<App />, document.getElementById("page")!);
// After all that is needed for the first picture.
setTimeout(() => void keepOffline(), 3000);
