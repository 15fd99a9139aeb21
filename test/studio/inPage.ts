import { proxy, transfer } from "comlink";
import type { Fault, FileOf, Moment, Opening, Painting, ReadOutcome, WorldsOpened } from "../../studio/messages.ts";
import { openHost } from "../../studio/world/openHost.ts";

/** What is tried of the host in a page: plain data in, plain data out. */

export interface Asked {
  readonly opening: Opening;
  readonly people: number;
  readonly seed?: number;
  readonly tick?: number;
  readonly twin?: boolean;
  readonly colouring?: string;
  readonly charts?: readonly string[];
  /** Whether whoever hears the first moment is busy with it until the world has come to its tick. */
  readonly busy?: boolean;
}

/** A painting as plain figures. */
export interface Painted {
  readonly tick: number;
  readonly communities: number;
  readonly communitySize: number;
  readonly people: number;
  readonly difference: boolean;
  readonly length: number;
  readonly counts: readonly number[];
}

export interface Seen {
  readonly opened: WorldsOpened | readonly Fault[];
  readonly moments: readonly Moment[];
  readonly paintings: {
    readonly first: readonly Painted[];
    readonly second: readonly Painted[];
    readonly difference: readonly Painted[];
  };
  readonly hashes: readonly string[];
  readonly csv: readonly string[];
  /** Milliseconds until the worlds were open, and until the first painting came. */
  readonly openedAfter: number;
  readonly paintedAfter: number;
}

type Host = ReturnType<typeof openHost>;

export async function read(opening: Opening): Promise<ReadOutcome> {
  return openHost().read(opening);
}

/** Opens worlds, does something with them, and gives all that came of it. */
async function withWorlds(asked: Asked, use: (host: Host, seen: Seen) => Promise<void>): Promise<Seen> {
  const begin = performance.now();
  const host = openHost();
  const moments: Moment[] = [];
  const paintings = { first: [] as Painted[], second: [] as Painted[], difference: [] as Painted[] };
  let paintedAfter = Number.NaN;
  const portOf = (key: keyof typeof paintings): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (paintings.first.length === 0) paintedAfter = performance.now() - begin;
      paintings[key].push(plainOf(data as Painting));
    };
    return port2;
  };
  const ports = { first: portOf("first"), second: portOf("second"), difference: portOf("difference") };
  await host.paint(transfer(ports, Object.values(ports)));
  const { seed = 1, tick = 0, twin = false, colouring = "", charts = [], busy = false, opening, people } = asked;
  const tell = proxy((moment: Moment) => {
    moments.push(moment);
    return busy ? until(async () => (await host.csv())[0]?.includes(`\n${tick - 1},`) === true) : undefined;
  });
  const opened = await host.open({ opening, people, seed, tick, twin, colouring, charts }, tell);
  const openedAfter = performance.now() - begin;
  const seen = { opened, moments, paintings, hashes: [] as string[], csv: [] as string[], openedAfter, paintedAfter };
  if (!("threads" in opened)) return seen;
  await until(() => moments.at(-1)?.playing === false && moments.at(-1)!.tick >= tick);
  await use(host, seen);
  seen.hashes.push(...(await host.hash()));
  seen.csv.push(...(await host.csv()));
  // Paintings come by another way.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { ...seen, paintedAfter };
}

function plainOf({ cells, ...rest }: Painting): Painted {
  const counts = new Array<number>(256).fill(0);
  for (const cell of cells) counts[cell]! += 1;
  return { ...rest, length: cells.length, counts };
}

export function lookAt(asked: Asked): Promise<Seen> {
  return withWorlds(asked, async () => {});
}

/** Plays to the end, as fast as it can. */
export function playOut(asked: Asked): Promise<Seen> {
  return withWorlds(asked, async (host, { moments }) => {
    await host.play(0);
    await until(() => moments.at(-1)?.tick === moments.at(-1)?.ticks && moments.at(-1)?.playing === false);
  });
}

/** Steps, a tick each. */
export function stepOn(asked: Asked, steps: number): Promise<Seen> {
  return withWorlds(asked, async (host) => {
    for (let i = 0; i < steps; i++) await host.step();
  });
}

/** Plays for a while, and how long the host takes to answer meanwhile, in milliseconds. */
export async function playFor(asked: Asked, milliseconds: number): Promise<Seen & { waits: readonly number[] }> {
  const waits: number[] = [];
  const seen = await withWorlds(asked, async (host, { moments }) => {
    await host.play(0);
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const begin = performance.now();
      await host.look(asked.colouring ?? "", asked.charts ?? []);
      waits.push(performance.now() - begin);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await host.pause();
    await until(() => moments.at(-1)?.playing === false);
  });
  return { ...seen, waits };
}

/** Goes on under changes, and back to what was at once, before that is answered: what is open in the end takes a step. */
export async function goOnAndBack(asked: Asked, changes: Opening["changes"], wait: number): Promise<unknown> {
  const moments: Moment[] = [];
  let come: unknown[] = [];
  const { hashes } = await withWorlds(asked, async (host) => {
    const { opening, people, seed = 1, tick = 0, twin = false, colouring = "", charts = [] } = asked;
    const from = await host.from(opening, tick, changes);
    if (!from.ok) throw new Error("it cannot go on");
    const of = { people, seed, tick, twin, colouring, charts };
    const deaf = proxy(() => {});
    const there = host.open({ opening: { ...opening, changes: from.changes }, ...of }, deaf);
    await new Promise((resolve) => setTimeout(resolve, wait));
    const back = host.open(
      { opening, ...of },
      proxy((moment: Moment) => void moments.push(moment)),
    );
    come = (await Promise.all([there, back])).map((one) => ("length" in one ? one.map(({ code }) => code) : "open"));
    await host.step();
  });
  return { come, tick: moments.at(-1)?.tick, hashes };
}

/** Goes on under changes that hold from the tick where it stands, for a tick. */
export async function goOn(asked: Asked, changes: Opening["changes"]): Promise<Seen> {
  const moments: Moment[] = [];
  const seen = await withWorlds(asked, async (host, { opened }) => {
    const { opening, people, seed = 1, tick = 0, twin = false, colouring = "", charts = [] } = asked;
    const come = await host.from(opening, tick, changes);
    if (!come.ok || !("threads" in opened)) throw new Error("it cannot go on");
    const next = { opening: { ...opening, changes: come.changes }, people, seed, tick, twin, colouring, charts };
    const again = await host.open(
      next,
      proxy((moment: Moment) => void moments.push(moment)),
    );
    if ("length" in again || again.livedAgain !== undefined) throw new Error("it did not go on");
    await host.step();
  });
  return { ...seen, moments };
}

export interface Filed {
  readonly file: FileOf;
  readonly glance: readonly { readonly says: string; readonly value: string }[];
}

export async function fileAt(asked: Asked, person: number): Promise<Filed | undefined> {
  let filed: Filed | undefined;
  await withWorlds(asked, async (host) => {
    filed = { file: await host.file(person), glance: await host.glance(person) };
  });
  return filed;
}

export async function pageAt(asked: Asked, twins = 0): Promise<string> {
  let page = "";
  await withWorlds(asked, async (host) => {
    if (twins > 0)
      await host.answer(
        twins,
        proxy(() => {}),
      );
    page = await host.page();
  });
  return page;
}

/** Answers of some seeds, and of more when they are asked for again. */
export async function answers(asked: Asked, seeds: number, more: number): Promise<unknown[]> {
  const come: { seeds: number; says: readonly string[] }[] = [];
  await withWorlds(asked, async (host) => {
    const tell = proxy((one: { seeds: number; answers: readonly { says: string }[] }) => {
      come.push({ seeds: one.seeds, says: one.answers.map(({ says }) => says) });
    });
    await host.answer(seeds, tell);
    await host.answer(more, tell);
  });
  return come;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}
