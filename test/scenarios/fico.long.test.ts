import { test } from "vitest";
import { april2017, expectPublished, runTo } from "./fico.ts";

test("400,000 scores of fico are spread as published for April 2017", { timeout: 600_000 }, async () => {
  expectPublished(await runTo(400_000, april2017));
});
