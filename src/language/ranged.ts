import { kindName, type Node } from "./node.ts";
import { type JsonSchema, type Parameter, type Reading, refuse } from "./shape.ts";

/** `range` beside `is`: from where to where a figure could as well be. */
export const rangeSchema: JsonSchema = {
  type: "array",
  items: { type: "number" },
  minItems: 2,
  maxItems: 2,
  description: "from where to where the figure could as well be, such as [0, 10]",
};

const says = "two numbers, the lower first, such as [0, 10]";

/** A range of what could stand under `is`; undefined, with a problem, where it is none or the figure is not in it. */
export function readRange(node: Node, value: Node, reading: Reading, path: string): Parameter["range"] {
  const figures = node.kind === "list" ? node.items.map((one) => (one.kind === "scalar" ? one.value : undefined)) : [];
  const [from, to] = figures;
  if (node.kind !== "list" || figures.length !== 2 || typeof from !== "number" || typeof to !== "number") {
    const what = node.kind === "list" ? "these are not two numbers" : `${kindName(node)} stands here`;
    return refuse(reading, node.place, "wrong-kind", what, says);
  }
  if (!(from <= to)) return refuse(reading, node.place, "empty-range", `the range of ${path} is empty`, says);
  const is = value.kind === "scalar" && typeof value.value === "number" ? value.value : undefined;
  if (is !== undefined && (is < from || is > to))
    return refuse(
      reading,
      value.place,
      "out-of-range",
      `${is} is not in the range that stands beside it`,
      `a number from ${from} to ${to}, or a wider range`,
    );
  return { from, to };
}
