import type { RefObject } from "preact";
import type { Line } from "../../../src/charts/charts.ts";
import type { ChartOf } from "../../messages.ts";
import { faults, faultsOf, moment, people, portrayed, route, words } from "../state.ts";
import { commandOf, csvOf, pngOf, save, svgOf } from "./saved.ts";

/** What can be saved of a chart, and the command that makes its figures anew. */
export function Saves({
  chart,
  lines,
  box,
}: {
  chart: ChartOf;
  lines: readonly Line[];
  box: RefObject<HTMLElement | null>;
}) {
  const { charts, footer } = words.value;
  const name = `${portrayed.value?.name ?? "glasshouse"}-${chart.key.replace(/[^\w-]+/g, "-")}`;
  const tick = Math.max(0, moment.value?.tick ?? 0);
  const foot = footer.picture(people.value, route.value.seed, tick);
  const svg = (): string => svgOf(box.current!.querySelector("svg")!, chart.title, foot);
  const ways: readonly (readonly [string, string, () => Blob | Promise<Blob>])[] = [
    ["SVG", "svg", () => new Blob([svg()], { type: "image/svg+xml" })],
    ["PNG", "png", () => pngOf(svg())],
    ["CSV", "csv", () => new Blob([csvOf(lines, [chart.title, foot])], { type: "text/csv" })],
  ];
  const keep = async (ending: string, make: () => Blob | Promise<Blob>): Promise<void> => {
    try {
      save(`${name}.${ending}`, await make());
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
      <code lang="en">{commandOf(route.value, people.value, tick)}</code>
    </div>
  );
}
