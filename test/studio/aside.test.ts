import { expect, test, vi } from "vitest";
import { aside } from "../../studio/world/asideWork.ts";
import { fileOf } from "../../studio/world/filed.ts";

const asked = {
  opening: { name: "littering", changes: {} },
  twin: false,
  people: 60_000,
  seed: 2,
  tick: 60,
  person: 5,
};

test("one file is made at a time: whoever asks for another, or for none, waits for the one before no more", async () => {
  const [first, second, third] = await Promise.all([5, 6, 7].map((person) => aside.file({ ...asked, person })));
  expect([first, second]).toEqual([undefined, undefined]);
  expect(third).toEqual(await fileOf({ ...asked, person: 7 }));
  const dropped = aside.file(asked);
  aside.stopFiling();
  expect(await dropped).toBeUndefined();
  expect((await aside.file(asked))?.person).toBe(5);
});

test("while worlds play, a file rests twice as long as it works, and comes all the same", async () => {
  const sleeps = vi.spyOn(globalThis, "setTimeout");
  const restsOf = async (playing: boolean): Promise<number[]> => {
    sleeps.mockClear();
    aside.ease(playing);
    expect((await aside.file({ ...asked, people: 2_000_000 }))?.tick).toBe(60);
    return sleeps.mock.calls.map(([, milliseconds]) => milliseconds ?? 0).filter((one) => one >= 99);
  };
  try {
    expect(await restsOf(false)).toEqual([]);
    // At least fifty milliseconds of work go before each.
    expect((await restsOf(true)).length).toBeGreaterThan(2);
  } finally {
    sleeps.mockRestore();
    aside.ease(false);
  }
});
