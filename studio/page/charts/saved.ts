import type { Route } from "../route.ts";

/** What a drawing looks like follows from a style sheet, which a file of its own has not: these are written into it. */
const looks = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-size",
  "font-family",
  "text-anchor",
  "opacity",
];
/** Of the width: what is above and below a drawing, and the size of what stands there. */
const [head, foot, large, small] = [26 / 360, 22 / 360, 13 / 360, 9 / 360];
/** Of a file, in pixels. */
const wide = 720;

/** A chart as an SVG file that looks as it does on the page, with its title above it and what it is of below. */
export function svgOf(drawn: SVGSVGElement, title: string, says: string): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const [from, to] = [
    [drawn, ...drawn.querySelectorAll("*")],
    [copy, ...copy.querySelectorAll("*")],
  ];
  for (const [i, one] of from.entries()) {
    const style = getComputedStyle(one);
    for (const look of looks) to[i]!.setAttribute(look, style.getPropertyValue(look));
  }
  const { width, height } = drawn.viewBox.baseVal;
  const [above, below] = [head * width, foot * width];
  const tall = height + above + below;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `0 ${-above} ${width} ${tall}`);
  copy.setAttribute("width", String(wide));
  copy.setAttribute("height", String(Math.round((wide / width) * tall)));
  copy.removeAttribute("preserveAspectRatio");
  const ink = getComputedStyle(document.body);
  copy.prepend(element("rect", { x: 0, y: -above, width, height: tall, fill: ink.backgroundColor }));
  const line = (text: string, size: number, y: number): SVGElement =>
    element("text", { fill: ink.color, ...fitted(text, size, width), x: width / 180, y }, text);
  copy.append(line(title, large * width, -above * 0.3), line(says, small * width, height + below * 0.64));
  return new XMLSerializer().serializeToString(copy);
}

/** Letters of a size at which a text is no longer than a drawing is wide: Chinese ones are about as wide as high. */
function fitted(text: string, size: number, width: number): Readonly<Record<string, string | number>> {
  const letters = Array.from(text, (letter) => (letter > "\u2e80" ? 1 : 0.58));
  const long = letters.reduce((sum, one) => sum + one, 0) * size;
  return { "font-family": "sans-serif", "font-size": Math.min(size, (size * width * 0.98) / Math.max(1, long)) };
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ""): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

/** The same as pixels. */
export async function pngOf(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth * 2, image.naturalHeight * 2];
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture could be made")))),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** What a chart is drawn of: a head, and rows of words and figures. */
export interface Figures {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Figures as CSV, with what they are of in a comment each. */
export function csvOf({ head, rows }: Figures, says: readonly string[]): string {
  const notes = says.map((one) => `# ${one.replace(/\s+/g, " ")}`);
  const lines = [head, ...rows].map((row) => row.map(quoted).join(","));
  return `${[...notes, ...lines].join("\n")}\n`;
}

/** A cell that no table program takes for a formula. */
function quoted(cell: string | number): string {
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const text = cell;
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A scenario as the command finds it: one that was changed is saved first. */
function fileOf({ scenario, text, changes }: Route): string {
  const isOwn = text !== undefined || Object.keys(changes).length > 0;
  return isOwn ? `${scenario}.yaml` : scenario;
}

/** What the command is told to make the same figures. */
export function commandOf(route: Route, people: number, tick: number): string {
  const { scenario, seed } = route;
  const ticks = tick > 0 ? ` --ticks ${tick}` : "";
  return `glasshouse run ${fileOf(route)} --people ${people} --seed ${seed}${ticks} --out ${scenario}-${seed}`;
}

/** What it is told to tell the same life. */
export function lifeCommandOf(route: Route, people: number, tick: number, person: number): string {
  return `glasshouse explain ${fileOf(route)} --person ${person} --people ${people} --seed ${route.seed} --tick ${tick}`;
}

/** What it is told to run the same twins: against another that is shipped, or by what the questions are held against. */
export function twinsCommandOf(
  route: Route,
  { other, ...of }: { people: number; ticks: number; twins: number; other?: string | undefined },
): string {
  const scale = `--people ${of.people} --seed ${route.seed} --ticks ${of.ticks}`;
  if (other !== undefined) return `glasshouse compare ${other} ${fileOf(route)} ${scale} --seeds ${of.twins}`;
  return `glasshouse run ${fileOf(route)} ${scale} --twins ${of.twins} --twin-people ${of.people}`;
}

export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  [link.href, link.download] = [address, name];
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
