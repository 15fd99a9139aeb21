import { render } from "preact";
import { App } from "./app.tsx";
import { threads } from "./connect.ts";
import { begin } from "./state.ts";

/** Put in by the build. */
declare const glasshouseVersion: string;

await begin(threads, glasshouseVersion);
render(<App />, document.getElementById("page")!);
