import type { Entry } from "../../../src/index.ts";
import { type MarkKind, markingOf, markKinds } from "./marks.ts";

/** What a course is drawn of: one line for each world that keeps a score. */
export interface CourseOf {
  readonly lines: readonly { readonly says: string; readonly scores: readonly number[] }[];
  readonly entries: readonly Entry[];
  readonly shown: ReadonlySet<MarkKind>;
  /** The entry that is being read. */
  readonly at: Entry | undefined;
  readonly ticks: number;
  readonly title: string;
  readonly says: string;
  /** Year marks and the like. */
  readonly marks: readonly { readonly tick: number; readonly text: string }[];
  readonly choose: (entry: Entry) => void;
}

const [left, right, top] = [44, 10, 14];
const lane = 15;

/** Scores as a line, and below it a lane of signs for each kind of entry. A sign that is pressed is read. */
export function Course(of: CourseOf) {
  const { lines, entries, shown, at, ticks, title, says, choose } = of;
  const markOf = markingOf(entries);
  // Units are about as wide as pixels, so that writing can be read on a phone.
  const wide = innerWidth < 640 ? 380 : 720;
  const lanes = markKinds.filter((kind) => shown.has(kind) && entries.some((entry) => markOf(entry) === kind));
  const tall = lines.length > 0 ? 190 : 12;
  const height = tall + lanes.length * lane + 34;
  const x = (tick: number): number => left + (Math.max(0, tick) / Math.max(1, ticks)) * (wide - left - right);
  const scale = scaleOf(lines.flatMap(({ scores }) => scores));
  const y = (score: number): number => tall - 6 - ((score - scale.from) / (scale.to - scale.from)) * (tall - 6 - top);
  const chooseNear = (event: MouseEvent): void => {
    const svg = event.currentTarget as SVGSVGElement;
    const box = svg.getBoundingClientRect();
    const here = ((event.clientX - box.left) / box.width) * wide;
    const laneAt = Math.floor(((event.clientY - box.top) / box.height) * (height / lane) - tall / lane);
    const sought = entries.filter(
      (entry) => shown.has(markOf(entry)) && (!lanes[laneAt] || markOf(entry) === lanes[laneAt]),
    );
    const [nearest] = [...sought].sort((a, b) => Math.abs(x(a.tick) - here) - Math.abs(x(b.tick) - here));
    if (nearest) choose(nearest);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list beside it does the same by keys
    <svg
      class="course"
      viewBox={`0 0 ${wide} ${height}`}
      role="img"
      aria-label={`${title}. ${says}`}
      onClick={chooseNear}
    >
      <Grid of={of} scale={scale.marks} lanes={lanes} place={{ x, y, tall, height, wide }} />
      {lines.map(({ says: name, scores }, place) => (
        <path key={name} class={`course-line world-${place}`} d={pathOf(scores, x, y)} />
      ))}
      {at && <line class="course-now" x1={x(at.tick)} x2={x(at.tick)} y1={top} y2={height - 22} />}
      {at && lines[0] && Number.isFinite(lines[0].scores[at.tick]) && (
        <circle class="course-dot" cx={x(at.tick)} cy={y(lines[0].scores[at.tick]!)} r={5} />
      )}
      {lanes.flatMap((kind, place) =>
        oncePerTick(entries, (entry) => markOf(entry) === kind).map((entry) => (
          <Sign
            key={`${kind} ${entry.tick}`}
            kind={kind}
            x={x(entry.tick)}
            y={tall + place * lane + lane / 2}
            isRead={entry.tick === at?.tick && kind === markOf(at)}
          />
        )),
      )}
    </svg>
  );
}

/** What lies behind the lines: marks of both axes, and a line for each lane. */
function Grid(given: {
  readonly of: CourseOf;
  readonly scale: readonly number[];
  readonly lanes: readonly MarkKind[];
  readonly place: {
    readonly x: (tick: number) => number;
    readonly y: (score: number) => number;
    readonly tall: number;
    readonly height: number;
    readonly wide: number;
  };
}) {
  const { scale, lanes } = given;
  const { marks } = given.of;
  const { x, y, tall, height, wide } = given.place;
  return (
    <>
      {scale.map((mark) => (
        <g key={mark}>
          <line class="course-grid" x1={left} x2={wide - right} y1={y(mark)} y2={y(mark)} />
          <text class="course-mark end" x={left - 6} y={y(mark) + 4}>
            {mark}
          </text>
        </g>
      ))}
      {marks.map(({ tick, text }) => (
        <text key={tick} class="course-mark" x={x(tick)} y={height - 8}>
          {text}
        </text>
      ))}
      {marks.map(({ tick }) => (
        <line key={tick} class="course-grid" x1={x(tick)} x2={x(tick)} y1={top} y2={height - 22} />
      ))}
      {lanes.map((kind, place) => (
        <line
          key={kind}
          class="course-lane"
          x1={left}
          x2={wide - right}
          y1={tall + place * lane + lane / 2}
          y2={tall + place * lane + lane / 2}
        />
      ))}
    </>
  );
}

/** A kind of entry by form and colour, so that neither is needed alone. */
export function Sign({ kind, x, y, isRead }: { kind: MarkKind; x: number; y: number; isRead?: boolean }) {
  const size = isRead ? 6 : 4;
  return <path class={`sign sign-${kind}${isRead ? " is-read" : ""}`} d={formOf(kind, x, y, size)} />;
}

const round = (x: number, y: number, s: number): string =>
  `M${x - s} ${y}a${s} ${s} 0 1 0 ${2 * s} 0a${s} ${s} 0 1 0 ${-2 * s} 0Z`;
const square = (x: number, y: number, s: number): string => `M${x - s} ${y - s}h${2 * s}v${2 * s}h${-2 * s}Z`;
const up = (x: number, y: number, s: number): string => `M${x} ${y - s}l${s} ${2 * s}h${-2 * s}Z`;
const down = (x: number, y: number, s: number): string => `M${x} ${y + s}l${s} ${-2 * s}h${-2 * s}Z`;
const diamond = (x: number, y: number, s: number): string => `M${x} ${y - s}l${s} ${s}l${-s} ${s}l${-s} ${-s}Z`;
const bar = (x: number, y: number, s: number): string =>
  `M${x - s / 3} ${y - s}h${(2 * s) / 3}v${2 * s}h${(-2 * s) / 3}Z`;
const cross = (x: number, y: number, s: number): string =>
  `M${x - s} ${y - s * 0.5}L${x - s * 0.5} ${y - s}L${x} ${y - s * 0.5}L${x + s * 0.5} ${y - s}L${x + s} ${y - s * 0.5}L${x + s * 0.5} ${y}L${x + s} ${y + s * 0.5}L${x + s * 0.5} ${y + s}L${x} ${y + s * 0.5}L${x - s * 0.5} ${y + s}L${x - s} ${y + s * 0.5}L${x - s * 0.5} ${y}Z`;

const forms: Readonly<Record<MarkKind, (x: number, y: number, size: number) => string>> = {
  deed: round,
  record: square,
  points: round,
  mistake: cross,
  dispute: up,
  outcome: down,
  friends: round,
  system: up,
  drift: bar,
  grade: diamond,
  sanction: square,
  state: bar,
  world: diamond,
};

function formOf(kind: MarkKind, x: number, y: number, size: number): string {
  return forms[kind](x, y, size);
}

function oncePerTick(entries: readonly Entry[], isOf: (entry: Entry) => boolean): readonly Entry[] {
  const seen = new Map<number, Entry>();
  for (const entry of entries) if (isOf(entry) && !seen.has(entry.tick)) seen.set(entry.tick, entry);
  return [...seen.values()];
}

function pathOf(scores: readonly number[], x: (tick: number) => number, y: (score: number) => number): string {
  let isOpen = false;
  return scores
    .map((score, tick) => {
      const command = isOpen ? "L" : "M";
      isOpen = Number.isFinite(score);
      return isOpen ? `${command}${x(tick).toFixed(1)} ${y(score).toFixed(1)}` : "";
    })
    .join("");
}

/** The ends of the picture and round marks between them. */
function scaleOf(scores: readonly number[]): {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly number[];
} {
  const real = scores.filter(Number.isFinite);
  if (real.length === 0) return { from: 0, to: 1, marks: [] };
  const [least, most] = real.reduce(
    ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const spread = Math.max(most - least, Math.abs(most) / 50, 1e-3);
  const power = 10 ** Math.floor(Math.log10(spread / 3));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((one) => spread / one <= 4) ?? 10 * power;
  const [from, to] =
    least === most
      ? [least - 2 * step, least + 2 * step]
      : [Math.floor(least / step) * step, Math.max(Math.ceil(most / step), Math.floor(least / step) + 1) * step];
  const marks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) =>
    Number((from + i * step).toPrecision(10)),
  );
  return { from, to, marks };
}
