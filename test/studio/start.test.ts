import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { digestOf, readStudioInputs } from "../../scripts/inputs.js";
import { isStudioFresh, markStudio } from "../../scripts/studioDigest.js";

describe("a built studio", () => {
  const root = mkdtempSync(join(tmpdir(), "glasshouse-start-"));
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test("is of the sources as they are until one of them changes, and not before it is whole", () => {
    for (const path of ["src/index.ts", "scenarios/one.yaml", "studio/page/app.tsx", "studio/dist/index.html"])
      put(path, "before");
    expect(isStudioFresh(root)).toBe(false);
    markStudio(join(root, "studio", "dist"), digestOf(readStudioInputs(root)));
    expect(isStudioFresh(root)).toBe(true);
    put("studio/dist/index.html", "made");
    put("studio/public/cards/one.json", "made");
    expect(isStudioFresh(root)).toBe(true);
    for (const path of ["studio/page/app.tsx", "scenarios/one.yaml", "src/index.ts", "package-lock.json"]) {
      put(path, "after");
      expect(isStudioFresh(root)).toBe(false);
      markStudio(join(root, "studio", "dist"), digestOf(readStudioInputs(root)));
      expect(isStudioFresh(root)).toBe(true);
    }
  });
});

const start = fileURLToPath(new URL("../../scripts/start.js", import.meta.url));

describe.skipIf(process.platform === "win32")("npm start", () => {
  test("serves the studio to this machine, isolated, until Ctrl-C", { timeout: 170_000 }, async () => {
    const process = spawn("node", [start, "--no-open", "--json", "--port", "45747"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise<number | null>((resolve) => process.once("exit", resolve));
    let printed = "";
    const { address } = await new Promise<{ address: string }>((resolve, reject) => {
      process.once("exit", () => reject(new Error(`it ended, and printed ${printed}`)));
      process.stdout.setEncoding("utf8").on("data", (part: string) => {
        printed += part;
        if (printed.trimEnd().endsWith("}")) resolve(JSON.parse(printed));
      });
    });
    try {
      const answer = await fetch(address);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(answer.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
      expect(await answer.text()).toContain("Glasshouse");
    } finally {
      process.kill("SIGINT");
    }
    expect(await ended).toBe(0);
  });
});
