import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { shippedNames } from "../../src/scenario/published.ts";
import { readScenario, readShipped, type Scenario, shippedLibrary } from "../../src/scenario/scenario.ts";
import { everything } from "../experiment/worlds.ts";
import { libraryOf, namesIn, textOf, writesGoldens } from "../language/folder.ts";
import { root } from "../tidy/tree.ts";

const library = { ...shippedLibrary, ...libraryOf("test/good"), shipped: shippedLibrary.shipped };

/** Every world that is held: what is shipped, the benchmark, those of other tests, and one for each part of the language. */
export const worlds: readonly (readonly [name: string, read: () => Scenario])[] = [
  ...shippedNames().map((name) => [`scenarios/${name}`, () => readShipped(name)] as const),
  ["bench/r1", () => readScenario(textOf("bench/r1.yaml"))],
  ["everything at once", () => everything],
  ...namesIn("test/oracle", ".yaml").map(
    (name) => [`test/oracle/${name}`, () => readScenario(textOf(`test/oracle/${name}.yaml`))] as const,
  ),
  ...namesIn("test/good", ".yaml").map(
    (name) =>
      [
        `test/good/${name}`,
        () => readScenario(textOf(`test/good/${name}.yaml`), { name: `${name}.yaml`, library }),
      ] as const,
  ),
];

/** A digest of plain data, numbers to the last bit. */
export function digestOf(data: unknown): string {
  const text = JSON.stringify(data, (_, value: unknown) => {
    if (ArrayBuffer.isView(value)) {
      return createHash("sha256")
        .update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
        .digest("hex");
    }
    if (value instanceof Map) return { map: [...value] };
    if (value instanceof Set) return { set: [...value] };
    if (Object.is(value, -0)) return "number -0";
    return typeof value === "number" && !Number.isFinite(value) ? `number ${value}` : value;
  });
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** Digests of every world that a file of goldens holds, by name; `npm run goldens` writes them anew. */
export function openGoldens(file: string): {
  readonly held: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly keep: (name: string, digests: Readonly<Record<string, string>>) => void;
} {
  const path = join(root, "test/goldens", file);
  const text = textOf(`test/goldens/${file}`);
  const fresh: Record<string, Readonly<Record<string, string>>> = {};
  const head = text.slice(0, text.search(/^[^#\n]/m));
  return {
    held: parse(text),
    keep: (name, digests) => {
      fresh[name] = digests;
      if (writesGoldens) writeFileSync(path, head + stringify(fresh, { collectionStyle: "any" }));
    },
  };
}
