import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { faults, faultsOf, moment, people, portrayed, route, words } from "../state.ts";
import { say } from "../told.ts";
import { Command } from "./command.tsx";
import { commandOf, csvOf, type Figures, pngOf, save, svgOf } from "./saved.ts";

/** A word or a figure of a table, and its language where that is not the page's. */
export type Cell = string | { readonly children: string; readonly lang: string | undefined };

/** What stands behind a chart. */
export interface ChartBehind {
  /** Of its files. */
  readonly name: string;
  readonly title: string;
  /** As they are told; left out where a table of them stands on the page. */
  readonly table?: { readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] } | undefined;
  /** The same in full, for programs. */
  readonly figures: () => Figures;
  /** What the command is told; the run of this world unless told. */
  readonly command?: string | undefined;
  /** Where its drawing is: the first that is an image; left out where there is none. */
  readonly box?: RefObject<Element | null> | undefined;
}

/**
 * Of every chart of the page: its table, its drawing and its figures as files, and the command that makes them anew. All of it is
 * made when somebody opens it, and not each time a world goes on.
 */
export function Behind({ table, ...of }: ChartBehind) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="behind" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.value.charts.behind}</summary>
      {isOpen && table && <Table {...table} caption={of.title} />}
      {isOpen && <Saves {...of} />}
    </details>
  );
}

function Table({ head, rows, caption }: NonNullable<ChartBehind["table"]> & { readonly caption: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section class="table" tabIndex={0} aria-label={caption}>
      <table>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((cell, i) => (
              <th scope="col" key={i} {...put(cell)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first = "", ...cells], i) => (
            <tr key={i}>
              <th scope="row" {...put(first)} />
              {cells.map((cell, place) => (
                <td key={place} {...put(cell)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function put(cell: Cell): Exclude<Cell, string> {
  return typeof cell === "string" ? { children: cell, lang: undefined } : cell;
}

/** As a reader has it, the ending of the file, and how it is made. */
type Way = readonly [string, string, () => Blob | Promise<Blob>];

function Saves({ name, title, figures, command, box }: Omit<ChartBehind, "table">) {
  const { charts, footer } = words.value;
  const tick = Math.max(0, moment.value?.tick ?? 0);
  const world = portrayed.value;
  const foot = `${world ? `${say(world.title)}. ` : ""}${footer.picture(people.value, route.value.seed, tick)}`;
  const svg = (): string => svgOf(box!.current!.querySelector<SVGSVGElement>("svg[role=img]")!, title, foot);
  const drawn: readonly Way[] = [
    ["SVG", "svg", () => new Blob([svg()], { type: "image/svg+xml" })],
    ["PNG", "png", () => pngOf(svg())],
  ];
  const csv: Way = ["CSV", "csv", () => new Blob([csvOf(figures(), [title, foot])], { type: "text/csv" })];
  const ways = box ? [...drawn, csv] : [csv];
  const file = `${world?.name ?? "glasshouse"}-${name.replace(/[^\w-]+/g, "-")}`;
  const keep = async (ending: string, make: () => Blob | Promise<Blob>): Promise<void> => {
    try {
      save(`${file}.${ending}`, await make());
    } catch (error) {
      faults.value = faultsOf(error);
    }
  };
  return (
    <div class="saves">
      <p>
        {ways.map(([says, ending, make]) => (
          <button type="button" key={ending} onClick={() => void keep(ending, make)}>
            {charts.save(says)}
          </button>
        ))}
      </p>
      <p class="label">{charts.command}</p>
      <code lang="en">
        <Command line={command ?? commandOf(route.value, people.value, tick)} />
      </code>
    </div>
  );
}
