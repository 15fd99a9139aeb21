import { useEffect, useRef } from "preact/hooks";
import { cssOf, ordered } from "../colours.ts";
import { calm } from "../state.ts";

/** A small run as it was recorded when the studio was built. */
export interface Recorded {
  readonly across: number;
  readonly down: number;
  readonly says: string;
  readonly is: "scale" | "list";
  readonly people: number;
  readonly seed: number;
  readonly ticks: number;
  /** A letter a person, of 64 levels. */
  readonly frames: readonly string[];
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const levelOf = new Map([...letters].map((letter, i) => [letter, i / 63]));
const perSecond = 7;

/** A living picture: people as dots, moving from frame to frame; one still frame for whoever asked for calm. */
export function Living({ name, label, playing = true }: { name: string; label: string; playing?: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const still = calm.value || !playing;
  useEffect(() => {
    const on = canvas.current;
    if (!on) return;
    let [end, asked] = [() => {}, false];
    let gone = false;
    const begin = async (): Promise<void> => {
      const answer = await fetch(`./cards/${name}.json`);
      if (gone || !answer.ok) return;
      const recorded = (await answer.json()) as Recorded;
      if (!gone) end = animate(on, recorded, still);
    };
    // Pictures are fetched when they are about to be seen.
    const watch = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting || asked) return;
      asked = true;
      void begin();
    });
    watch.observe(on);
    return () => {
      gone = true;
      watch.disconnect();
      end();
    };
  }, [name, still]);
  return <canvas ref={canvas} class="living" role="img" aria-label={label} />;
}

/** Draws frames one after another, forth and then from the beginning; returns how to end it. */
function animate(canvas: HTMLCanvasElement, recorded: Recorded, still: boolean): () => void {
  const context = canvas.getContext("2d");
  if (!context) return () => {};
  const { across, down, frames } = recorded;
  const levels = frames.map((frame) => Float32Array.from(frame, (letter) => levelOf.get(letter) ?? 0));
  const cell = Math.max(4, Math.round((across > 40 ? 1280 : 640) / across));
  [canvas.width, canvas.height] = [across * cell, down * cell];
  const colours = Array.from({ length: 65 }, (_, i) => inkOf(recorded, i / 64));
  const began = performance.now();
  let request = 0;
  let drawn = -1;
  const draw = (now: number): void => {
    const place = still ? levels.length - 1 : placeAfter((now - began) / 1000, levels.length);
    // Fifteen pictures a second are enough for a card.
    const shown = Math.round(place * 2);
    if (shown !== drawn && isSeen(canvas)) {
      drawn = shown;
      paint(context, levels, place, { across, cell, colours });
    }
    if (!still) request = requestAnimationFrame(draw);
  };
  draw(began);
  return () => cancelAnimationFrame(request);
}

/** Where among so many frames a picture stands after so many seconds: it rests at the last for a second, and begins again. */
export function placeAfter(seconds: number, frames: number): number {
  // The browser may give a frame the time at which it was begun, which can lie before that of the first picture.
  return Math.min(frames - 1, (Math.max(0, seconds) * perSecond) % (frames + perSecond));
}

function isSeen(canvas: HTMLCanvasElement): boolean {
  const { top, bottom } = canvas.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function inkOf({ is }: Recorded, share: number): string {
  return is === "scale" ? cssOf(ordered(share)) : share > 0.5 ? "rgb(240 90 40)" : "rgb(62 70 84)";
}

interface Ink {
  readonly across: number;
  readonly cell: number;
  readonly colours: readonly string[];
}

function paint(
  context: CanvasRenderingContext2D,
  levels: readonly Float32Array[],
  place: number,
  { across, cell, colours }: Ink,
): void {
  const [a, b, rest] = [levels[Math.floor(place)]!, levels[Math.min(levels.length - 1, Math.ceil(place))]!, place % 1];
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  const [gap, size] = [cell * 0.11, cell * 0.78];
  for (let i = 0; i < a.length; i++) {
    const level = a[i]! + (b[i]! - a[i]!) * rest;
    context.fillStyle = colours[Math.round(level * 64)]!;
    context.fillRect((i % across) * cell + gap, Math.floor(i / across) * cell + gap, size, size);
  }
}
