import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { root } from "../tidy/tree.ts";

/** Set up before each test file: sources with notes in them say which of their functions the file has called. */
const called = new Set<number>();
Object.assign(globalThis, { noteOfMutant: (place: number) => called.add(place) });

afterAll(() => {
  const path = expect.getState().testPath!.slice(root.length + 1);
  writeFileSync(join(process.env.MUTANT_NOTES!, `${encodeURIComponent(path)}.json`), JSON.stringify([...called]));
});
