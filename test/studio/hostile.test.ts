import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pack } from "../../studio/page/route.ts";
import { hasChromium } from "../browser/chromium.ts";
import { useFolder } from "../cli/command.ts";
import { useStudio } from "./site.ts";

const wide = { viewport: { width: 1280, height: 800 } } as const;
const script = "<img src=x onerror=alert(1)>";

/** A world whose every name tries to be more than a name: letters that turn the direction of writing, and markup. */
const own = `title: "\u202e${script}\u2066town"
about: "${script} \u202ereversed"
time: { tick: 1 week, span: 9 weeks }
population:
  size: 400
  traits:
    kind: { categorical: { one: 0.5, two: 0.5 }, assumed: "${script}\u202e" }
`;

describe.runIf(hasChromium)("what means harm to the studio", () => {
  const studio = useStudio();
  const folder = useFolder();

  test("is a Problem on the page and no more: 100 MB, bombs, depth; the world that runs goes on", async () => {
    await studio.visit(wide, async ({ page, wrong, go, reaches }) => {
      await go("#world/littering?people=2000&tick=2");
      await reaches(2);
      const title = await page.locator("h1").textContent();
      const bomb = [
        "a0: &a0 [x, x]",
        ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
      ];
      const texts = [
        bomb.join("\n"),
        `title: ${"[".repeat(100_000)}`,
        `? ${"- ".repeat(50_000)}`,
        "title: T\n".repeat(150_000),
      ];
      for (const text of texts) {
        await go(`#world/mine?text=${await pack(text)}`);
        await page.locator(".problem pre").first().waitFor();
        expect(await page.locator("h1").textContent()).toBe(title);
        await page.locator(".problem button").click();
      }
      await go("#rules/littering?people=2000&tick=2");
      await page.getByRole("button", { name: "The file" }).click();
      await page.locator(".editor .cm-content").waitFor();
      const large = join(folder.path, "large.yaml");
      writeFileSync(large, "title: T\n");
      truncateSync(large, 100 * 2 ** 20);
      await page.locator(".file-buttons input").setInputFiles(large);
      await page.getByText("too large to be a scenario").waitFor();
      await go("#world/littering?people=2000&tick=2");
      await page.locator(".controls button").nth(1).click();
      await reaches(3);
      expect(wrong).toEqual([]);
    });
  });

  test("is shown as letters where it is a name, wherever a world is told of", async () => {
    await studio.visit(wide, async ({ page, wrong, go, reaches }) => {
      const text = await pack(own);
      await go(`#world/own?text=${text}`);
      await reaches(0);
      expect(await page.locator("h1").textContent()).toContain(script);
      await page.locator(".about summary").click();
      for (const view of ["rules", "twins", "life"]) {
        await go(`#${view}/own?text=${text}`);
        await page.locator("main").waitFor();
        await page.waitForTimeout(400);
      }
      expect(await page.locator("img[src=x]").count()).toBe(0);
      expect(wrong).toEqual([]);
    });
  });
});
