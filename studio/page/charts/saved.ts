import type { Line } from "../../../src/charts/charts.ts";
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
const foot = 22;
const head = 26;

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
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `0 ${-head} ${width} ${height + head + foot}`);
  copy.setAttribute("width", String(width * 2));
  copy.setAttribute("height", String((height + head + foot) * 2));
  const ink = getComputedStyle(document.body);
  const paper = element("rect", { x: 0, y: -head, width, height: height + head + foot, fill: ink.backgroundColor });
  copy.prepend(paper);
  const font = { fill: ink.color, "font-family": "sans-serif" };
  copy.append(element("text", { ...font, x: 2, y: -8, "font-size": 13 }, title));
  copy.append(element("text", { ...font, x: 2, y: height + foot - 8, "font-size": 9 }, says));
  return new XMLSerializer().serializeToString(copy);
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

/** Figures by tick as CSV, with what they are of in a comment each. */
export function csvOf(lines: readonly Line[], says: readonly string[]): string {
  const ticks = Math.max(0, ...lines.map(({ figures }) => figures.length));
  const rows = Array.from({ length: ticks }, (_, tick) => [tick, ...lines.map(({ figures }) => figures[tick] ?? "")]);
  const head = ["tick", ...lines.map(({ name }) => quoted(name))];
  const notes = says.map((one) => `# ${one.replace(/\s+/g, " ")}`);
  return `${[...notes, head.join(","), ...rows.map((row) => row.join(","))].join("\n")}\n`;
}

/** A cell that no table program takes for a formula. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What the command is told to make the same figures. A scenario that was changed is saved first. */
export function commandOf({ scenario, text, changes, seed }: Route, people: number, tick: number): string {
  const isOwn = text !== undefined || Object.keys(changes).length > 0;
  const ticks = tick > 0 ? ` --ticks ${tick}` : "";
  return `glasshouse run ${scenario}${isOwn ? ".yaml" : ""} --people ${people} --seed ${seed}${ticks} --out ${scenario}-${seed}`;
}

export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  [link.href, link.download] = [address, name];
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
