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

/** Stretches of a scale, cut to where there is anybody: stretch i goes from edge i to edge i + 1. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Fine bins of equal width, from one end of a scale to the other. */
export interface FineBins {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/**
 * Merges fine bins into at most `most` stretches of equal width that begin at the end of the scale, without the empty ends.
 * Where something begins (`cuts`), a stretch begins as well: where no round width does that, the others are cut there.
 */
export function coarsen(fine: FineBins, most: number, cuts: readonly number[] = []): Histogram {
  const { from, counts } = fine;
  const width = (fine.to - from) / counts.length;
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  if (first < 0) return { edges: [from], counts: [] };
  const [least, end] = [from + first * width, from + (last + 1) * width];
  const inside = cuts.filter((cut) => cut > least + width / 2 && cut < end - width / 2);
  // The end of the scale is an edge where anybody is there.
  const wanted = last === counts.length - 1 ? [...inside, fine.to] : inside;
  const steps = stepsFrom(width, end - least);
  const bins = (step: number): number =>
    Math.ceil((end - from) / step - 1e-9) - Math.floor((least - from) / step + 1e-9);
  const isWhole = (at: number, step: number): boolean => isNear((at - from) / step);
  const fits = steps.filter((step) => bins(step) <= most);
  const step = fits.find((one) => wanted.every((at) => isWhole(at, one))) ?? fits[0]!;
  const lowest = Math.floor((least - from) / step + 1e-9);
  const regular = Array.from({ length: bins(step) + 1 }, (_, i) => Math.min(from + (lowest + i) * step, fine.to));
  const edges = [...new Set([...regular, ...inside.filter((at) => !isWhole(at, step))])].sort((a, b) => a - b);
  return { edges, counts: merge(fine, width, edges) };
}

function merge({ from, counts }: FineBins, width: number, edges: readonly number[]): number[] {
  const merged = new Array<number>(edges.length - 1).fill(0);
  for (const [i, count] of counts.entries()) {
    if (count === 0) continue;
    const middle = from + (i + 0.5) * width;
    merged[edges.findLastIndex((edge) => edge <= middle)]! += count;
  }
  return merged;
}

/** 1, 2, 2.5 or 5 times a power of ten, in whole bins, up to one that holds a whole span; else the same times a bin. */
function stepsFrom(finest: number, span: number): number[] {
  const power = Math.floor(Math.log10(finest));
  const powers = Array.from({ length: Math.ceil(Math.log10(span / finest)) + 3 }, (_, i) => i);
  const round = powers.flatMap((i) => [1, 2, 2.5, 5].map((digit) => digit * 10 ** (power + i)));
  const isWhole = (step: number): boolean => step >= finest * (1 - 1e-9) && isNear(step / finest);
  const whole = round.filter(isWhole);
  return whole.length > 0 ? whole : powers.flatMap((i) => [1, 2, 5].map((digit) => digit * 10 ** i * finest));
}

function isNear(figure: number): boolean {
  return Math.abs(figure - Math.round(figure)) < 1e-6;
}
