/** A country of so many people in communities. */
export interface Country {
  readonly communities: number;
  readonly communitySize: number;
  readonly people: number;
}

/**
 * Where people stand: each on a place of one by one. Communities are rectangles side by side, row after row, every other row
 * the other way round; in each people stand along a curve that leaves no place far from those before and after it. So who is near
 * by number is near in the picture.
 */
export interface Layout {
  readonly country: Country;
  /** In places. */
  readonly width: number;
  readonly height: number;
  /** Of one community, in places. */
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** Communities in a row. */
  readonly columns: number;
  /** The place of each person of a community in its rectangle, as y × blockWidth + x. */
  readonly inside: Uint16Array;
  /** Who of the community stands there: the other way round; none is beyond its size. */
  readonly outside: Uint16Array;
}

/** How much wider than high a country is drawn, as near as whole communities allow. */
const aspect = 1.6;

export function layOut(country: Country): Layout {
  const { communities, communitySize } = country;
  const side = Math.max(1, 2 ** Math.floor(Math.log2(Math.max(1, communitySize)) / 2));
  const isSquares = communitySize % (side * side) === 0 && Number.isInteger(Math.log2(side));
  const blockHeight = isSquares ? side : Math.max(1, Math.round(Math.sqrt(communitySize)));
  const blockWidth = Math.ceil(communitySize / blockHeight);
  const inside = Uint16Array.from({ length: communitySize }, (_, i) =>
    isSquares ? curved(i, side, blockWidth) : snaked(i, blockWidth),
  );
  const outside = new Uint16Array(blockWidth * blockHeight).fill(communitySize);
  for (const [person, place] of inside.entries()) outside[place] = person;
  const columns = columnsOf(communities, Math.sqrt((communities * blockHeight * aspect) / blockWidth));
  const rows = Math.ceil(communities / columns);
  const [width, height] = [columns * blockWidth, rows * blockHeight];
  return { country, width, height, blockWidth, blockHeight, columns, inside, outside };
}

/** How the places of a layout lie in the layers of a texture. */
export interface Packing {
  readonly width: number;
  readonly rows: number;
  readonly layers: number;
  /** Whether they lie one behind the other, row after row and layer after layer, and not as the layout has them. */
  readonly isPacked: boolean;
}

/** A card has textures of so many places along a side at most: a country that is wider or higher is put into layers. */
export function packingOf({ width, height }: Pick<Layout, "width" | "height">, side: number): Packing {
  if (width <= side && height <= side) return { width, rows: height, layers: 1, isPacked: false };
  const rows = Math.ceil((width * height) / side);
  return { width: side, rows: Math.min(rows, side), layers: Math.ceil(rows / side), isPacked: true };
}

/** Communities in a row: near the ideal, and so many that the last row lacks few. */
function columnsOf(communities: number, ideal: number): number {
  const [least, most] = [Math.max(1, Math.floor(ideal * 0.85)), Math.min(communities, Math.ceil(ideal * 1.15))];
  let [best, lowest] = [Math.max(1, Math.min(communities, Math.round(ideal))), Number.POSITIVE_INFINITY];
  for (let columns = least; columns <= most; columns++) {
    const lacking = Math.ceil(communities / columns) * columns - communities;
    const cost = lacking / columns + 2 * Math.abs(Math.log(columns / ideal));
    if (cost < lowest) [best, lowest] = [columns, cost];
  }
  return best;
}

/** Squares side by side, in each the curve of Hilbert. */
function curved(person: number, side: number, width: number): number {
  const square = Math.floor(person / (side * side));
  const [x, y] = hilbert(person % (side * side), side);
  return y * width + x + square * side;
}

/** Row after row, there and back. */
function snaked(person: number, width: number): number {
  const [y, along] = [Math.floor(person / width), person % width];
  return y * width + (y % 2 === 0 ? along : width - 1 - along);
}

/** The place of a number along the curve of Hilbert in a square whose side is a power of two. */
function hilbert(along: number, side: number): [number, number] {
  let [x, y, rest] = [0, 0, along];
  for (let size = 1; size < side; size *= 2) {
    const right = 1 & (rest / 2);
    const up = 1 & (rest ^ right);
    if (up === 0) {
      if (right === 1) [x, y] = [size - 1 - x, size - 1 - y];
      [x, y] = [y, x];
    }
    x += size * right;
    y += size * up;
    rest = Math.floor(rest / 4);
  }
  return [x, y];
}

/** The first place of a community, at its top left. */
function cornerOf(community: number, { columns, blockWidth, blockHeight }: Layout): [number, number] {
  const row = Math.floor(community / columns);
  const along = community % columns;
  return [(row % 2 === 0 ? along : columns - 1 - along) * blockWidth, row * blockHeight];
}

/** Where somebody stands. */
export function placeOf(person: number, layout: Layout): { x: number; y: number } {
  const { communitySize } = layout.country;
  const [left, top] = cornerOf(Math.floor(person / communitySize), layout);
  const place = layout.inside[person % communitySize]!;
  return { x: left + (place % layout.blockWidth), y: top + Math.floor(place / layout.blockWidth) };
}

/** Who stands at a place; undefined for nobody. */
export function personAt(x: number, y: number, layout: Layout): number | undefined {
  const { columns, blockWidth, blockHeight, country, outside, width, height } = layout;
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (!(column >= 0 && row >= 0 && column < width && row < height)) return undefined;
  const [blockRow, across] = [Math.floor(row / blockHeight), Math.floor(column / blockWidth)];
  const community = blockRow * columns + (blockRow % 2 === 0 ? across : columns - 1 - across);
  const place = (row % blockHeight) * blockWidth + (column % blockWidth);
  const person = community * country.communitySize + outside[place]!;
  return outside[place]! < country.communitySize && person < country.people ? person : undefined;
}

/** A byte a person, put where they stand; 255 where nobody does. */
export function spreadOut(cells: Uint8Array, layout: Layout, into: Uint8Array): void {
  const { country, inside, blockWidth, width } = layout;
  const { communitySize } = country;
  into.fill(255);
  const steps = Uint32Array.from(inside, (place) => Math.floor(place / blockWidth) * width + (place % blockWidth));
  for (let community = 0, from = 0; from < cells.length; community++, from += communitySize) {
    const [left, top] = cornerOf(community, layout);
    const corner = top * width + left;
    const end = Math.min(communitySize, cells.length - from);
    for (let i = 0; i < end; i++) into[corner + steps[i]!] = cells[from + i]!;
  }
}
