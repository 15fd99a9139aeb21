import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { attempt, openHarmless } from "./attempt.ts";

const attempts = 200;
const folder = mkdtempSync(join(tmpdir(), "glasshouse-hostile-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(`${attempts} hostile files stay text in every verb, whatever reckons them`, async () => {
  await openHarmless();
  const faults: string[] = [];
  let refused = 0;
  for (let i = 0; i < attempts; i++) {
    const outcome = await attempt(i, folder);
    faults.push(...outcome.faults);
    if (outcome.refused) refused++;
  }
  console.info(`${attempts} hostile files: ${attempts - refused} run, ${refused} refused, ${faults.length} faults`);
  expect(faults).toEqual([]);
  expect(refused).toBeGreaterThan(attempts / 20);
  expect(refused).toBeLessThan(attempts / 2);
  expect(readdirSync(folder)).toEqual([]);
});
