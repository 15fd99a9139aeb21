/** Colours from the worst band to the best, and the lines of charts, on light and on dark. */
interface Palette {
  readonly scale: readonly string[];
  readonly series: readonly string[];
}

const light: Palette = {
  scale: ["#9e2a1f", "#d97a35", "#c9a84a", "#6fa79b", "#24638a"],
  series: ["#1f5a96", "#b8480f", "#2c7a4b", "#8a4fa0", "#7d6a00", "#5b5b5b"],
};
const dark: Palette = {
  scale: ["#e2695c", "#f0a060", "#d9c26c", "#86c4b8", "#64aad8"],
  series: ["#7ab5ee", "#f29a60", "#7ccb9b", "#c99fe2", "#d8c75a", "#bdbdbd"],
};
const dashes = ["none", "7 3", "2 3", "9 3 2 3", "4 2", "1 2"];

/** The style of a page with so many bands. */
export function styleOf(bands: number): string {
  const strokes = dashes.map((dash, i) => `.line.series-${i}{stroke-dasharray:${dash}}`);
  const ofSeries = light.series.map((_, i) => `.series-${i}{--own:var(--series-${i})}`);
  const ofBands = Array.from({ length: bands }, (_, i) => `.band-${i}{--own:var(--band-${i})}`);
  return [
    `:root{${lightVariables}${variablesOf(light, bands)}}`,
    `@media(prefers-color-scheme:dark){:root{${darkVariables}${variablesOf(dark, bands)}}}`,
    `@media print{:root{${lightVariables}${variablesOf(light, bands)}}}`,
    ...strokes,
    ...ofSeries,
    ...ofBands,
    rules,
  ].join("\n");
}

function variablesOf({ scale, series }: Palette, bands: number): string {
  const ofSeries = series.map((colour, i) => `--series-${i}:${colour};`);
  const ofBands = Array.from({ length: bands }, (_, i) => `--band-${i}:${colourAt(scale, bands, i)};`);
  return [...ofSeries, ...ofBands].join("");
}

/** Place i of n on a scale of colours, mixed where it lies between two. */
function colourAt(scale: readonly string[], n: number, i: number): string {
  const place = n <= 1 ? 0 : (i / (n - 1)) * (scale.length - 1);
  const low = Math.min(scale.length - 2, Math.floor(place));
  const part = (colour: string, k: number): number => Number.parseInt(colour.slice(1 + 2 * k, 3 + 2 * k), 16);
  const mixed = [0, 1, 2].map((k) => {
    const [a, b] = [part(scale[low]!, k), part(scale[low + 1]!, k)];
    return Math.round(a + (b - a) * (place - low));
  });
  return `#${mixed.map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}

const lightVariables =
  "--paper:#fdfcfa;--ink:#1d1c1a;--quiet:#5c5953;--rule:#dcd8cf;--tint:#f4f1ea;--link:#1f5a96;--none:#b9b5ac;";
const darkVariables =
  "--paper:#17181b;--ink:#e9e7e2;--quiet:#a9a59d;--rule:#3b3d42;--tint:#202226;--link:#8abdf0;--none:#5d5f64;";

const rules = `
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:66rem;margin:0 auto;padding:0 1rem}
header{padding-top:2.5rem}
footer{border-top:1px solid var(--rule);padding-bottom:2rem;color:var(--quiet)}
h1{font-size:clamp(1.7rem,1.2rem + 2.4vw,2.8rem);line-height:1.15;margin:.2rem 0 .6rem;letter-spacing:-.01em}
h2{font-size:1.45rem;line-height:1.25;margin:0 0 1rem}
h3{font-size:1.05rem;margin:0 0 .3rem}
h3::first-letter{text-transform:uppercase}
p,.headlines,.notes{max-width:44rem}
section{border-top:1px solid var(--rule);margin-top:2.2rem;padding-top:1.6rem}
.lede{font-size:1.15rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;padding:0;margin:1rem 0 0;font-size:.92rem}
.kind{font-size:.85rem;text-transform:uppercase;letter-spacing:.08em;color:var(--quiet);margin:0}
.quiet{color:var(--quiet)}
.warning{border-left:4px solid var(--series-1);padding-left:.8rem}
.headlines{list-style:none;padding:0;margin:0;font-size:1.12rem}
.headlines li{padding:.5rem 0;border-bottom:1px solid var(--rule)}
.headlines li:last-child{border-bottom:0}
.headlines strong{font-weight:700}
.answers dl{max-width:44rem;margin:0}
.answers dt{font-size:1.12rem;margin-top:1.2rem}
.answers dd{margin:.2rem 0 0}
.answers dd.quiet{font-size:.88rem}
.notes li{margin:.6rem 0}
a{color:var(--link)}
figure{margin:0 0 2.4rem}
figcaption p{margin:.1rem 0 .4rem;font-size:.92rem}
.pair{display:grid;gap:1rem 2rem;grid-template-columns:minmax(0,1fr)}
.chart svg[role=img]{display:block;width:100%;height:auto;max-width:30rem}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;padding:0;margin:.4rem 0 0;font-size:.88rem}
.key svg{vertical-align:-.08em;margin-right:.35rem;width:28px;height:12px}
svg text{font:12px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;fill:var(--ink)}
svg .mark,svg .unit{fill:var(--quiet)}
svg .unit{font-style:italic}
svg .head{font-weight:600}
svg .end{text-anchor:end}
svg .middle{text-anchor:middle}
svg line{stroke:var(--rule);stroke-width:1}
svg .base{stroke:var(--quiet)}
svg .cut{stroke:var(--quiet);stroke-dasharray:3 3}
.line{fill:none;stroke:var(--own);stroke-width:2.2;stroke-linejoin:round}
.bar{fill:var(--own)}
.area{fill:var(--own);stroke:var(--paper);stroke-width:.6}
.ungraded{--own:var(--none)}
.table{overflow:auto;max-height:26rem;border:1px solid var(--rule);border-radius:4px;margin:0 0 1rem}
.pair .table{margin:0;align-self:start;max-height:31rem}
table{border-collapse:collapse;width:100%;font-size:.88rem;line-height:1.4}
caption{text-align:left;padding:.5rem .6rem;color:var(--quiet)}
caption::first-letter{text-transform:uppercase}
th,td{text-align:left;vertical-align:top;padding:.32rem .6rem;border-top:1px solid var(--rule);overflow-wrap:break-word}
thead th{position:sticky;top:0;background:var(--tint);color:var(--quiet);font-weight:600}
tbody th{font-weight:500}
.day{white-space:nowrap}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
thead .number{white-space:normal}
code,pre{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.92em}
td code{overflow-wrap:anywhere}
pre{background:var(--tint);border:1px solid var(--rule);border-radius:4px;padding:.7rem;white-space:pre-wrap;overflow-wrap:anywhere;max-height:30rem;overflow:auto}
.tag{font-size:.8em;padding:.02rem .35rem;border-radius:3px;border:1px solid var(--own)}
.documented{--own:var(--series-2)}
.reported{--own:var(--series-4)}
.assumed{--own:var(--none)}
.parts{display:flex;height:.8rem;gap:2px;margin:0 0 1.2rem;max-width:44rem}
.part{background:var(--own);flex-basis:0}
details{margin:1rem 0}
summary{cursor:pointer;color:var(--link);padding:.3rem 0}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
@media(min-width:56rem){.pair{grid-template-columns:minmax(0,30rem) minmax(0,1fr)}}
@media print{body{font-size:10pt}.table,pre,.pair .table{max-height:none;overflow:visible;border:0}thead th{position:static}section{break-inside:auto}figure,tr{break-inside:avoid}.pair{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`.trim();
