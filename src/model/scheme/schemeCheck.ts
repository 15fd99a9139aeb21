import { severitiesOf } from "../conduct/claims.ts";
import { type Conduct, isSeverity, severitySays } from "../conduct/conduct.ts";
import { recordedConduct } from "../conduct/recordable.ts";
import type { Draft } from "../draft/draft.ts";
import { areasOf, checkArea } from "./areas.ts";
import type { Scheme } from "./scheme.ts";
import { namesSeverity } from "./worth.ts";

/** Refuses points, areas and factors that speak of what is not there. */
export function checkScheme(scheme: Scheme, conduct: Conduct, draft: Draft): void {
  const areas = areasOf(conduct);
  for (const { name, place } of scheme.points ?? []) {
    recordedConduct(name, "has points", place, conduct, draft);
  }
  for (const { name, place } of scheme.areas ?? []) checkArea(name, place, areas, draft);
  checkFactors(scheme, conduct, draft);
}

function checkFactors({ severity: factors, points }: Scheme, conduct: Conduct, draft: Draft): void {
  if (factors === undefined) return;
  const wrong = factors.find(({ name }) => !isSeverity(name));
  if (wrong) draft.problem("bad-severity", `"${wrong.name}" is no severity`, wrong.place, severitySays);
  for (const kind of conduct) {
    const own = points?.find(({ name }) => name === kind.name);
    if (!own || namesSeverity(own.is.is)) continue;
    const missing = severitiesOf(kind, conduct).filter((level) => !factors.some(({ name }) => name === String(level)));
    if (missing.length === 0 || wrong) continue;
    draft.problem(
      "severity-missing",
      `scheme.severity has no factor for a severity of ${missing.join(" or ")}, which ${kind.name} can have`,
      draft.placeOf("scheme.severity"),
      `a factor for each, such as ${missing.map((level) => `${level}: ${level}`).join(", ")}`,
    );
  }
}
