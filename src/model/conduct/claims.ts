import type { Place } from "../../core/source.ts";
import type { Draft } from "../draft/draft.ts";
import type { Conduct, ConductKind } from "./conduct.ts";
import { namedConduct, recordedConduct } from "./recordable.ts";
import { severitiesIn } from "./severity.ts";
import { recordedAs } from "./truth.ts";

/** The severities that a record of a conduct can have, whether it was done or is claimed. */
export function severitiesOf({ name }: ConductKind, conduct: Conduct): readonly number[] {
  const all = conduct.filter((one) => recordedAs(one) === name).flatMap(({ is }) => severitiesIn(is.severity));
  return [...new Set(all)].sort((a, b) => a - b);
}

/** Refuses claims of what is not there, of what nothing records, and what nothing takes down. */
export function checkClaims(conduct: Conduct, draft: Draft): void {
  for (const one of conduct) {
    const { claims } = one.is;
    if (!claims) continue;
    if (claims.value === one.name) refuseItself(one.name, claims.place, draft);
    else if (namedConduct(claims.value, claims.place, conduct, draft)) {
      recordedConduct(claims.value, "is claimed", claims.place, conduct, draft);
      if (!one.is.channel)
        draft.problem(
          "never-recorded",
          `"${one.name}" claims records of ${claims.value}, but nothing takes them down`,
          claims.place,
          `a channel in conduct.${one.name}`,
        );
    }
  }
}

function refuseItself(name: string, place: Place, draft: Draft): void {
  draft.problem(
    "claims-itself",
    `"${name}" claims records of itself, and there is nothing that they would say falsely`,
    place,
    "another conduct, of which it says that somebody has done it",
  );
}
