import { draw, first, hashText } from "../../src/core/chance.ts";
import { ProblemError, type RunOptions, type Scenario } from "../../src/index.ts";
import { communitiesOf } from "../../src/plan/kinds.ts";
import { bytesOf } from "../../src/plan/memory.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { forge, open, placeOf } from "./forge.ts";
import { resume } from "./store.ts";

const key = hashText("test/forged");

/** A uniform number from 0 up to 1, for a forgery and a place in it. */
function uniform(forgery: number, place: number): number {
  draw(key, forgery, place);
  return first() / 2 ** 32;
}

/**
 * A checkpoint in which a state of everyone in a share of communities is another, in each of them by a figure of its own: what
 * somebody does who wants to bring people in.
 */
export async function forgeStates(
  good: Uint8Array,
  plan: Plan,
  { column, share, forgery }: { column: string; share: number; forgery: number },
): Promise<Uint8Array> {
  const { head, body } = await open(good);
  const of = plan.columns.find(({ name }) => name === column)!;
  const [bytes, at] = [bytesOf(of), placeOf(column, plan, head)];
  const communities = communitiesOf(plan);
  const touched = Math.max(1, Math.ceil(communities * share));
  const order = Array.from({ length: communities }, (_, one) => one).sort(
    (a, b) => uniform(forgery, a) - uniform(forgery, b),
  );
  const cells = new DataView(body.buffer, body.byteOffset);
  for (const community of order.slice(0, touched)) {
    for (let slot = 0; slot < plan.communitySize; slot++) {
      const person = community * plan.communitySize + slot;
      if (person >= plan.size) break;
      const value = Math.floor(uniform(forgery, communities + person) * (of.highest - of.lowest + 1));
      const place = at + person * bytes;
      if (bytes === 1) cells.setUint8(place, value);
      else if (bytes === 2) cells.setUint16(place, value, true);
      else cells.setUint32(place, value, true);
    }
  }
  return forge(JSON.stringify(head), body);
}

/** The code with which a forgery is refused; "" where it is not. */
export async function refusalOf(bytes: Uint8Array, options: RunOptions): Promise<string> {
  try {
    await resume(bytes, options);
    return "";
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!.code;
    throw error;
  }
}

/** How many of so many forgeries were refused, by code. */
export async function tryForgeries(
  good: Uint8Array,
  scenario: Scenario,
  forgeries: readonly { readonly column: string; readonly share: number; readonly forgery: number }[],
  options: RunOptions & { readonly people: number },
): Promise<ReadonlyMap<string, number>> {
  const plan = scenario.plan({ people: options.people });
  const codes = new Map<string, number>();
  for (const forgery of forgeries) {
    const code = await refusalOf(await forgeStates(good, plan, forgery), { ...options, people: undefined });
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  return codes;
}
