const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const levels = "▁▂▃▄▅▆▇█";

/** A bar of eighths of a cell; whatever is above zero shows at least an eighth. */
export function bar(value: number, most: number, width: number): string {
  if (!(value > 0) || !(most > 0)) return "";
  const cells = Math.max(1, Math.round((Math.min(value, most) / most) * width * 8));
  return "█".repeat(Math.floor(cells / 8)) + eighths[cells % 8]!;
}

/** A line of blocks for a series, from `least` (by default 0) to its own maximum; long ones are averaged, gaps are NaN. */
export function sparkline(series: readonly number[], width: number, least?: number): string {
  const figures = resample(series, width);
  const from = least ?? 0;
  const to = Math.max(...figures.filter(Number.isFinite), from);
  return figures
    .map((figure) => {
      if (!Number.isFinite(figure)) return " ";
      if (to === from) return levels[0]!;
      return levels[Math.max(0, Math.min(7, Math.round(((figure - from) / (to - from)) * 7)))]!;
    })
    .join("");
}

/** A series as at most `width` means of neighbouring figures; where there are none, NaN. */
export function resample(series: readonly number[], width: number): number[] {
  if (series.length <= width) return [...series];
  return Array.from({ length: width }, (_, i) => {
    const from = Math.floor((i * series.length) / width);
    const to = Math.max(from + 1, Math.floor(((i + 1) * series.length) / width));
    const part = series.slice(from, to).filter(Number.isFinite);
    return part.reduce((sum, figure) => sum + figure, 0) / part.length;
  });
}

/** Bars of equal width, cut to where there is anybody. */
export interface Histogram {
  readonly from: number;
  readonly step: number;
  readonly counts: readonly number[];
}

/** Merges fine bins of equal width into at most `most` bins with round edges, without the empty ends. */
export function coarsen(fine: { from: number; to: number; counts: readonly number[] }, most: number): Histogram {
  const width = (fine.to - fine.from) / fine.counts.length;
  const first = fine.counts.findIndex((count) => count > 0);
  const last = fine.counts.findLastIndex((count) => count > 0);
  if (first < 0) return { from: fine.from, step: width, counts: [] };
  const least = fine.from + first * width;
  const step = stepFor(fine.from + (last + 1) * width - least, most, width);
  const from = Math.floor(least / step + 1e-9) * step;
  const counts: number[] = [];
  for (let i = first; i <= last; i++) {
    const place = Math.floor((fine.from + (i + 0.5) * width - from) / step);
    while (counts.length <= place) counts.push(0);
    counts[place]! += fine.counts[i]!;
  }
  return { from, step, counts };
}

/** 1, 2 or 5 times a power of ten, not finer than the bins there are. */
function stepFor(span: number, most: number, finest: number): number {
  for (let power = Math.floor(Math.log10(finest)); ; power++) {
    for (const digit of [1, 2, 5]) {
      const step = digit * 10 ** power;
      // One more than the span asks for: the first edge is moved down to a round figure.
      if (step >= finest * (1 - 1e-9) && Math.ceil(span / step - 1e-9) + 1 <= most) return step;
    }
  }
}
