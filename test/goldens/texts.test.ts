import { expect, test } from "vitest";
import { wasmTextOf } from "../../src/engine/backend.ts";
import { digestOf, openGoldens, worlds } from "./goldens.ts";

const { held, keep } = openGoldens("texts.yaml");

test.each(worlds)("%s is emitted as the text that it was before", (name, read) => {
  const digests = { text: digestOf(wasmTextOf(read().plan({ people: 5000 }))) };
  keep(name, digests);
  expect(digests).toEqual(held[name]);
});

test("no world is held that is gone", () => {
  expect(Object.keys(held)).toEqual(worlds.map(([name]) => name));
});
