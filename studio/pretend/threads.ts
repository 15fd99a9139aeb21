import type { Colouring, Host, Moment, Painting, Portrayed, WorldsAsked } from "../messages.ts";
import type { HostCalls, PictureCalls, Threads } from "../page/connect.ts";

/** A host that makes everything up, and a picture on a plain canvas: for work on the page without the library. */
const score: Colouring = {
  key: "score",
  says: "score",
  group: "score",
  shows: {
    is: "scale",
    from: 0,
    to: 1000,
    unit: "points",
    marks: [
      { at: 0, says: "D" },
      { at: 600, says: "C" },
      { at: 850, says: "B" },
      { at: 970, says: "A" },
    ],
  },
};
const band: Colouring = {
  key: "band",
  says: "band",
  group: "band",
  shows: { is: "classes", words: ["D", "C", "B", "A"], tone: "order" },
};
const wealth: Colouring = {
  key: "trait.wealth",
  says: "wealth",
  group: "trait",
  shows: { is: "classes", words: ["poor", "middling", "rich"], tone: "kind" },
};

function portrayedAs(name: string): Portrayed {
  const chart = (key: string, title: string, unit: "share" | "points", lines: readonly string[]) => ({
    key,
    title,
    unit,
    lines: lines.map((one) => ({ key: `${key}.${one}`, says: one })),
  });
  return {
    name,
    title: `A pretended ${name}`,
    about: "Nothing here is reckoned.",
    notes: [],
    text: `title: A pretended ${name}\n`,
    hash: "0",
    people: 100_000,
    ticks: 260,
    settle: 0,
    tick: "1 week",
    start: "2010-01-01",
    tally: { parameters: 9, documented: 2, reported: 1, assumed: 6 },
    questions: [{ name: "why", asks: "Is anything reckoned here?", reads: "a pretended measure" }],
    sources: { nobody: "Nobody, Nothing" },
    sections: [
      {
        path: "scheme.points",
        says: "what records change",
        entries: [
          {
            name: "petitions",
            facts: [
              { path: "scheme.points.petitions", key: "", text: "-50", tag: "documented", source: "nobody" },
              { path: "scheme.points.helps", key: "", text: "10", tag: "assumed", source: "made up" },
            ],
          },
        ],
      },
    ],
    colourings: [score, band, wealth],
    charts: [
      chart("mean", "Mean score", "points", ["all"]),
      chart("low", "People below 600", "share", ["town", "country"]),
    ],
    warnings: [],
    twin: { says: "the same people without the scheme" },
  };
}

interface World {
  readonly asked: WorldsAsked;
  readonly tell: (moment: Moment) => void;
  readonly scores: Float64Array;
  tick: number;
  timer: number;
}

function pretendHost(): HostCalls {
  let world: World | undefined;
  let port: MessagePort | undefined;
  let colours = score;
  const levels = (): number => (colours.shows.is === "scale" ? 16 : colours.shows.words.length);
  const show = (playing: boolean): void => {
    if (!world) return;
    const { asked, scores, tick } = world;
    const cells = new Uint8Array(asked.people);
    const spread = Array.from({ length: levels() }, () => 0);
    for (let i = 0; i < cells.length; i++) {
      const share = Math.min(0.999, Math.max(0, scores[i]! / 1000));
      const place = Math.floor(share * levels());
      cells[i] = colours.shows.is === "scale" ? Math.round(share * 254) : place;
      spread[place]!++;
    }
    const size = 100;
    const painting: Painting = {
      tick,
      communities: Math.ceil(asked.people / size),
      communitySize: size,
      people: asked.people,
      cells,
      difference: false,
    };
    port?.postMessage(painting);
    world.tell({
      tick,
      ticks: 260,
      date: new Date(Date.UTC(2010, 0, 1 + 7 * tick)).toISOString().slice(0, 10),
      playing,
      personTicksPerSecond: 1e7,
      grownFrom: tick,
      grown: {
        "mean.all": [600 - 40 * Math.sin(tick / 20)],
        "low.town": [0.2 + tick / 1000],
        "low.country": [0.1 + tick / 2000],
      },
      spread: [spread],
      ...(tick === 60 && { phase: { tick, date: "2011-03-01", name: "scoring_only", because: "nobody liked it" } }),
    });
  };
  const tickOnce = (): void => {
    if (!world) return;
    for (let i = 0; i < world.scores.length; i++) world.scores[i]! += Math.random() < 0.05 ? -30 : 1;
    world.tick++;
  };
  const advance = (playing: boolean): void => {
    tickOnce();
    show(playing);
  };
  const stop = (): void => {
    if (world) clearInterval(world.timer);
  };
  const host: { [K in keyof Host]: (...args: Parameters<Host[K]>) => Awaited<ReturnType<Host[K]>> } = {
    read: (opening) =>
      opening.text?.includes("fault")
        ? { ok: false, faults: [{ code: "pretended", message: "a pretended fault", rendered: "a pretended fault" }] }
        : { ok: true, portrayed: portrayedAs(opening.name) },
    open: (asked, tell) => {
      stop();
      world = {
        asked,
        tell,
        tick: 0,
        timer: 0,
        scores: Float64Array.from({ length: asked.people }, () => 900 * Math.random()),
      };
      colours = portrayedAs("").colourings.find(({ key }) => key === asked.colouring) ?? score;
      while (world.tick < asked.tick) tickOnce();
      show(false);
      return {
        threads: 1,
        note: "pretended",
        communities: asked.people / 100,
        communitySize: 100,
        people: asked.people,
      };
    },
    paint: ({ first }) => {
      port = first ?? port;
      show(false);
    },
    play: (perSecond) => {
      stop();
      if (world) world.timer = window.setInterval(() => advance(true), 1000 / (perSecond || 30));
    },
    pause: () => {
      stop();
      show(false);
    },
    step: () => advance(false),
    look: (key) => {
      colours = portrayedAs("").colourings.find((one) => one.key === key) ?? score;
      show(false);
    },
    glance: (person) => [{ says: "score", value: String(Math.round(world?.scores[person] ?? 0)) }],
    hash: () => ["0"],
    csv: () => ["tick,mean\n0,1\n"],
    page: () => "<!doctype html><title>pretended</title>",
    file: () => {
      throw [{ code: "pretended", message: "nobody has a file here", rendered: "nobody has a file here" }];
    },
    divide: () => [{ says: "wealth", groups: [{ says: "poor", above: 10, same: 50, below: 40 }] }],
    write: ({ name }) => `extends: ${name}\n`,
    live: () => {
      throw [{ code: "pretended", message: "nobody lives here", rendered: "nobody lives here" }];
    },
    answer: () => undefined,
    stopAnswering: () => undefined,
    close: stop,
  };
  return Object.fromEntries(
    Object.entries(host).map(([name, call]) => [
      name,
      async (...args: unknown[]) => (call as (...args: unknown[]) => unknown)(...args),
    ]),
  ) as HostCalls;
}

/** Draws one pixel a person, communities as squares, on a plain canvas. */
function pretendPicture(canvas: HTMLCanvasElement): ReturnType<Threads["picture"]> {
  const { port1, port2 } = new MessageChannel();
  const context = canvas.getContext("2d")!;
  let colours = new Uint8Array(1024).fill(128);
  port2.onmessage = ({ data }: MessageEvent<Painting>) => {
    const across = Math.ceil(Math.sqrt(data.people));
    const image = context.createImageData(across, across);
    data.cells.forEach((cell, i) => {
      image.data.set(colours.subarray(cell * 4, cell * 4 + 4), i * 4);
    });
    [canvas.width, canvas.height] = [across, across];
    context.putImageData(image, 0, 0);
  };
  const picture = {
    palette: async (given: Uint8Array) => {
      colours = Uint8Array.from(given);
    },
    at: async (x: number, y: number) => Math.round(x + y * canvas.width),
    png: () => new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob!))),
  };
  const calls = new Proxy(picture, {
    get: (target, key: keyof typeof picture) => target[key] ?? (async () => undefined),
  });
  return { picture: calls as unknown as PictureCalls, port: port1, close: () => port2.close() };
}

export const threads: Threads = { host: pretendHost, picture: pretendPicture };
