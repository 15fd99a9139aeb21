import { writeFileSync } from "node:fs";
import { test } from "vitest";
import { changesFrom, portray, ProblemError, readShipped, shippedNames } from "../../src/index.ts";
import * as knobs from "../../studio/page/rules/knobs.ts";

test("scan", { timeout: 3_000_000 }, () => {
  const lines: string[] = [];
  for (const name of (process.env.NAMES ?? shippedNames().join(" ")).split(" ")) {
    const s = readShipped(name);
    const facts = knobs.factsOf(portray(s));
    const t0 = performance.now();
    let n = 0;
    for (const fact of facts.values()) {
      const control = knobs.controlOf(fact);
      if (!control) continue;
      n++;
      const hasParts = [...facts.keys()].some((p) => p.startsWith(`${fact.path}.`));
      const values: unknown[] = [];
      if (control.is === "switch") values.push(!control.on);
      if (control.is === "number") {
        const { amount, unit } = control;
        for (const a of [amount * 0.5, amount * 2, amount + 1, amount - 1, 0.5])
          if (a !== amount) values.push(unit === "" ? a : `${a} ${unit}`);
      }
      if (control.is === "rule") values.push(`0.5 * (${fact.text})`, `!(${fact.text})`);
      if (control.is === "parts") {
        const at = fact.text.replace(/(\d+(\.\d+)?)(?!.*\d+(\.\d+)?)/, (x) => String(Number(x) * 0.5));
        values.push(knobs.flowOf(at, control));
      }
      let ok: unknown;
      let why = "no value";
      let known = false;
      for (const v of values) {
        const ch = knobs.changed({}, fact, v as never, hasParts);
        try { s.with(ch); } catch (e) { why = (e as Error).message.split("\n")[0]!; continue; }
        known = true;
        try { ok = changesFrom(s, 5, ch); why = ""; break; } catch (e) { why = e instanceof ProblemError ? e.problems[0]!.code : String(e); if (why === "needs-restart") break; }
      }
      const label = fact.isRule === true;
      if (label !== (ok !== undefined)) lines.push([name, fact.path, control.is, `label ${label ? "live" : "restart"}`, known ? `truth ${ok ? "live" : "restart"}` : "no trial", why, fact.text.slice(0, 80)].join(" | "));
    }
    lines.push(`== ${name} ${n} facts ${(performance.now() - t0).toFixed(0)} ms`);
    writeFileSync("/tmp/t/st/scan.txt", lines.join("\n"));
  }
});
