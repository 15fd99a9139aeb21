import type { Draft } from "../draft/draft.ts";
import { Stakes } from "./stake.ts";

/** `stake(x)`, before there is anything that it can be reckoned from. */
export interface StakesNamed {
  /** From here on rules can ask for it. */
  readonly open: (world: ConstructorParameters<typeof Stakes>[0]) => Stakes;
}

/**
 * Gives rules `stake(x)`. It is declared before the rules that it follows from are read, so that one of them that asks for
 * it hears why it cannot.
 */
export function declareStakes(conducts: readonly string[], draft: Draft): StakesNamed {
  let stakes: Stakes | undefined;
  const isClosed = (): boolean => !stakes || stakes.isReckoning;
  draft.personScope.addFunction("stake", {
    doc: "what one more record of a conduct would cost, in yuan a year, below 0 for a gain: reckoned from points, files and dimensions, bands and thresholds, lists, and what consequences cost and bring",
    names: () => conducts,
    faultOf: () =>
      isClosed()
        ? {
            code: "stake-of-itself",
            message: "what is at stake cannot be asked for here: it is reckoned from this",
            expected: "stake(x) in states, conduct, responses, lists or measures",
          }
        : undefined,
    apply: (name) => {
      const tree = isClosed() ? undefined : stakes?.of(name);
      return tree && { kind: "number", tree, doc: `what is at stake in ${name}` };
    },
  });
  return {
    open: (world) => {
      stakes = new Stakes(world, draft);
      return stakes;
    },
  };
}
