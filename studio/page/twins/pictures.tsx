import { useEffect, useRef } from "preact/hooks";
import { save } from "../charts/saved.ts";
import { differencePalette, paletteOf } from "../colours.ts";
import type { PictureCalls } from "../connect.ts";
import { moveBy } from "../country/sight.ts";
import {
  words as all,
  colouring,
  faults,
  faultsOf,
  go,
  opened,
  route,
  stretch,
  theHost,
  theThreads,
} from "../state.ts";

const places = ["difference", "first", "second"] as const;
type Place = (typeof places)[number];

/** The country three times: how everyone differs between the worlds, and both worlds as they are. */
export function Pictures() {
  const words = all.value.twins;
  const boxes = useRef<Partial<Record<Place, HTMLDivElement | null>>>({});
  const shown = useRef<Partial<Record<Place, PictureCalls>>>({});
  const shows = colouring.value?.shows;
  const between = stretch.value;
  const { person } = route.value;
  const world = opened.value;
  useEffect(() => {
    const put = places.map((place) => install(boxes.current[place]!));
    for (const [i, place] of places.entries()) shown.current[place] = put[i]!.picture;
    const [difference, first, second] = put.map(({ port }) => port);
    void theHost().paint({ first, second, difference });
    void shown.current.difference?.palette(differencePalette());
    return () => {
      shown.current = {};
      void theHost().paint({});
      for (const { close } of put) close();
    };
  }, []);
  useEffect(() => {
    if (!shows) return;
    for (const place of ["first", "second"] as const) void shown.current[place]?.palette(paletteOf(shows, between));
  }, [shows, between]);
  useEffect(() => {
    if (world) for (const place of places) void shown.current[place]?.mark(person);
  }, [person, world]);
  return (
    <div class="pictures">
      {places.map((place) => (
        <figure key={place} class={`picture picture-${place}`}>
          <div
            class="picture-box"
            ref={(box) => {
              boxes.current[place] = box;
            }}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move it, plus and minus come closer, Enter asks who is there
            tabIndex={0}
            role="application"
            aria-label={`${words.pictures[place]}. ${all.value.country.label}`}
            aria-describedby="twins-help"
          />
          <figcaption>{words.pictures[place]}</figcaption>
        </figure>
      ))}
      <p class="hidden" id="twins-help">
        {all.value.country.help}
      </p>
      <p class="keep">
        <button type="button" onClick={() => void keep(shown.current.difference)}>
          {all.value.country.save}
        </button>
      </p>
    </div>
  );
}

/** Saves how everyone differs, as it is shown. */
async function keep(picture: PictureCalls | undefined): Promise<void> {
  try {
    if (picture) save(`${route.value.scenario}-twins-${route.value.seed}.png`, await picture.png());
  } catch (error) {
    faults.value = faultsOf(error);
  }
}

/** A canvas with a picture of its own in a box. */
function install(box: HTMLElement): { picture: PictureCalls; port: MessagePort; close: () => void } {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  box.append(canvas);
  const { picture, port, close } = theThreads().picture(canvas);
  const size = (): void => {
    const { width, height } = box.getBoundingClientRect();
    void picture.resize(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)), devicePixelRatio);
  };
  size();
  const watch = new ResizeObserver(size);
  watch.observe(box);
  const end = moveBy(box, picture, (person) => void go({ person }));
  const leave = (): void => {
    end();
    watch.disconnect();
    close();
    canvas.remove();
  };
  return { picture, port, close: leave };
}
