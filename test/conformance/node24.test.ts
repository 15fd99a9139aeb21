import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { refresh } from "../../scripts/build.js";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { type Found, findNode24 } from "./node24.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const files = ["bench/r1.yaml", "scenarios/suining.yaml", "scenarios/littering.yaml", "scenarios/none.yaml"];
const [people, ticks] = [2503, 4];
let node: Found;

beforeAll(() => {
  node = findNode24();
}, 150_000);

function hashesHere(path: string): string[] {
  const world = new World(readScenario(readFileSync(root + path, "utf8")).plan({ people }), 1);
  const hashes = [world.hash()];
  for (let tick = 0; tick < ticks; tick++) {
    world.step();
    hashes.push(world.hash());
  }
  return hashes;
}

test("the built library has the same hashes in Node 24, on every engine", (context) => {
  if ("fault" in node) {
    console.warn(`Node 24 is not tried: ${node.fault}`);
    return context.skip(node.fault);
  }
  const built = refresh(root);
  if (!built.ok) throw new Error(built.message);
  const library = pathToFileURL(`${built.folder}/`).href;
  const args = ["test/conformance/hashes.js", library, String(people), String(ticks), ...files];
  const run = spawnSync(node.path, args, { cwd: root, encoding: "utf8" });
  expect(run.stderr).toBe("");
  const { version, found } = JSON.parse(run.stdout);
  expect(version).toMatch(/^24\./);
  for (const path of files) {
    const hashes = hashesHere(path);
    expect(found[path]).toEqual({ "interpret 1": hashes, "wasm 1": hashes, "wasm 2": hashes });
  }
}, 120_000);
