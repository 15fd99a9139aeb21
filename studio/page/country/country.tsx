import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { paletteOf } from "../colours.ts";
import type { PictureCalls } from "../connect.ts";
import { colouring, go, leftOut, legend, opened, route, stretch, theHost, theThreads, words } from "../state.ts";
import { moveBy } from "./sight.ts";

/** The picture that is on the page, for who saves it. */
let shown: PictureCalls | undefined;

export function thePicture(): PictureCalls | undefined {
  return shown;
}

/** The country as a picture: to be moved, come closer to, and asked who stands there. */
export function Country() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    return box.current ? install(box.current) : undefined;
  }, []);
  useSignalEffect(() => {
    const chosen = colouring.value;
    if (chosen) void shown?.palette(paletteOf(chosen.shows, stretch.value));
  });
  useSignalEffect(() => {
    const cells = legend.value.flatMap(({ from, to }, i) =>
      leftOut.value.has(i) ? Array.from({ length: to - from + 1 }, (_, cell) => from + cell) : [],
    );
    void shown?.dim(Uint8Array.from(cells));
  });
  useSignalEffect(() => {
    if (opened.value) void shown?.mark(route.value.person);
  });
  const { country } = words.value;
  return (
    <div class="country">
      <div
        class="country-box"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move it, plus and minus come closer, Enter asks who is there
        tabIndex={0}
        role="application"
        aria-label={country.label}
        aria-describedby="country-help"
      />
      <p class="hidden" id="country-help">
        {country.help}
      </p>
      <div class="closer">
        <button type="button" data-key="+" aria-label={country.closer}>
          +
        </button>
        <button type="button" data-key="-" aria-label={country.farther}>
          −
        </button>
        <button type="button" data-key="0" aria-label={country.whole}>
          ⤢
        </button>
      </div>
    </div>
  );
}

/** Puts a canvas into its box and a picture onto it. A canvas that was handed over cannot be handed over again: each has its own. */
function install(box: HTMLElement): () => void {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  box.append(canvas);
  const { picture, port, close } = theThreads().picture(canvas);
  shown = picture;
  void theHost().paint({ first: port });
  const size = (): void => {
    const { width, height } = box.getBoundingClientRect();
    void picture.resize(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)), devicePixelRatio);
  };
  size();
  const watch = new ResizeObserver(size);
  watch.observe(box);
  const chosen = colouring.value;
  if (chosen) void picture.palette(paletteOf(chosen.shows, stretch.value));
  void picture.mark(route.value.person);
  const end = moveBy(box, picture, (person) => void go({ person }));
  return () => {
    end();
    watch.disconnect();
    close();
    shown = undefined;
    canvas.remove();
  };
}
