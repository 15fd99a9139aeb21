import { test } from "vitest";
import { expectPublished, runTo } from "./fico.ts";

test("a million scores of fico are spread as published for April 2017", { timeout: 600_000 }, async () => {
  expectPublished(await runTo(1_000_000));
});
