import type { Arrival } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import { isTrue, trueName } from "../conduct/truth.ts";
import { type Account, type Accounts, areaName } from "../draft/accounts.ts";
import { twinName } from "./ifTrue.ts";

/** Which records count in an account that goes on beside what is. */
export interface Sieve {
  /** What a column, a local or a step is called there. */
  readonly nameOf: (name: string) => string;
  /** Of what its columns are the account. */
  readonly says: string;
  /** Whether a record counts, above 0 where it does; undefined of what is no record, and counts. */
  readonly counts: (record: Arrival) => NumberTree | undefined;
  /** Columns that belong to no account of the kind. */
  readonly leaves: (column: string) => boolean;
  /** Whether rules have the names of its columns, which are made then whether they hang on records or not. */
  readonly isForced: boolean;
}

/** True records alone. */
export const trueAlone: Sieve = {
  nameOf: twinName,
  says: "with true records alone",
  counts: ({ carry, lets }) =>
    carry.includes(trueName) || lets.some(({ name }) => name === trueName) ? isTrue : undefined,
  leaves: () => false,
  isForced: false,
};

/** Records of the areas of an account alone. */
export function ofAreas(account: Account, accounts: Accounts): Sieve {
  const numbers = account.areas.map((area) => accounts.numberOf(area));
  return {
    nameOf: (name) => account.nameOf(name),
    says: account.says,
    counts: ({ carry, lets }) => {
      const said = lets.find(({ name }) => name === areaName);
      if (said?.kind === "number" && said.is.op === "constant")
        return build.constant(numbers.includes(said.is.value) ? 1 : 0);
      return carry.includes(areaName) ? isAmong(numbers) : undefined;
    },
    leaves: (column) => accounts.has(column),
    isForced: true,
  };
}

function isAmong(numbers: readonly number[]): NumberTree {
  const area = build.local(areaName, { from: 0, to: 512 });
  const is = numbers.map((number) => build.compare("eq", area, build.constant(number)));
  return build.number(is.reduce<TruthTree>(build.or, build.truth(false)));
}
