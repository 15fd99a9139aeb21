import { expect, test } from "vitest";
import { explain, explainEnterprises, ProblemError, readShipped, record } from "../../src/index.ts";
import { everything, small } from "../experiment/worlds.ts";
import { unsettled } from "../scenarios/unsettled.ts";

const scale = { people: 700, ticks: 30, seed: 5 };

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (!(error instanceof ProblemError)) throw new Error("there was no problem");
  return error.problems.map(({ code, message }) => `${code}: ${message}`).join("\n");
}

test("a recording tells the lives of anyone in its communities, without running the world again", async () => {
  const recording = await record(everything, { ...scale, persons: [70, 500] });
  expect(recording).toMatchObject({ people: 700, ticks: 30, seed: 5, synthetic: true });
  const persons = [500, 64, 127, 448];
  const lives = await explain(everything, { recording, persons });
  expect(lives).toEqual(await explain(everything, { ...scale, persons }));
  expect(lives.some(({ friends }) => friends!.length > 0)).toBe(true);
  // Their beginning, where that is asked for.
  const earlier = await explain(everything, { recording, persons, ticks: 11 });
  expect(earlier).toEqual(await explain(everything, { ...scale, ticks: 11, persons }));
});

test("a recording of enterprises tells of them and of their owners", async () => {
  const scenario = readShipped("national-repair");
  const of = { people: 2500, ticks: 10 };
  const recording = await record(scenario, { ...of, enterprises: [40] });
  const [told] = await explainEnterprises(scenario, { recording, enterprises: [40] });
  expect(told).toEqual((await explainEnterprises(scenario, { ...of, enterprises: [40] }))[0]);
  const { person } = told!.owner!;
  const [owner] = await explain(scenario, { recording, persons: [person] });
  expect(owner!.owns!.enterprise).toBe(40);
});

test("a recording of a world that is stopped is that of a shorter one", async () => {
  const signal = { aborted: false };
  const onProgress = (): void => {
    signal.aborted = true;
  };
  const stop = { signal, onProgress };
  const recording = await record(unsettled("suining"), { people: 40_000, ticks: 200, persons: [7], ...stop });
  expect(recording.ticks).toBeGreaterThan(0);
  expect(recording.ticks).toBeLessThan(200);
  const [life] = await explain(unsettled("suining"), { recording, persons: [7] });
  expect(life!.entries.every(({ tick }) => tick < recording.ticks)).toBe(true);
});

test("a recording is refused for what it is not of", async () => {
  const recording = await record(everything, { ...scale, persons: [70] });
  const ask = (options: object): Promise<string> =>
    codeOf(explain(everything, { recording, persons: [64], ...options }));
  expect(await codeOf(explain(small, { recording, persons: [64] }))).toBe(
    "recording-foreign: the recording is of another world: its scenario is another one",
  );
  expect(await ask({ seed: 6 })).toBe("recording-foreign: the recording is of another world: its seed is 5, not 6");
  expect(await ask({ people: 701 })).toMatch(/^recording-foreign: .* it has 700 people, not 701$/);
  expect(await ask({ ticks: 31 })).toBe(
    "recording-beyond: the recording ends after 30 ticks, before the 31 that are asked for",
  );
  expect(await ask({ persons: [63] })).toBe("not-recorded: person 63 lives in no community of the recording");
  expect(await ask({ persons: [700] })).toMatch(/^no-such-person/);
  expect(await codeOf(record(everything, { ...scale, persons: [700] }))).toMatch(/^no-such-person/);
  expect(await codeOf(record(everything, { ...scale, enterprises: [0] }))).toMatch(/^no-enterprises/);
  expect(await codeOf(record(everything, { ...scale, seed: -1 }))).toMatch(/^bad-seed/);
});

test("a recording is what record gave, and no copy of it: nothing can be put into one", async () => {
  const recording = await record(everything, { ...scale, persons: [70] });
  expect(Object.keys(recording).sort()).toEqual(["people", "scenarioHash", "seed", "synthetic", "ticks"]);
  for (const copy of [{ ...recording }, structuredClone(recording), Object.create(recording), new Proxy(recording, {})])
    expect(await codeOf(explain(everything, { recording: copy, persons: [64] }))).toMatch(/^recording-unread/);
});
