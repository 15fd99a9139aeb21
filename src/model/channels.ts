import { kindName } from "../language/node.ts";
import { mapOf, may, need, type Of, record, type Shape, wrongKind } from "../language/shape.ts";
import { parameter, setting } from "../language/tagged.ts";
import type { Quantity } from "../language/units.ts";
import { quantity } from "../language/values.ts";

interface Delay {
  readonly from: Quantity;
  readonly to: Quantity;
}

const duration = quantity("duration", { from: 0 });
const spread = record(
  { from: need(duration, "the shortest"), to: need(duration, "the longest") },
  "{ from: 1 week, to: 4 weeks }",
);

const delay: Shape<Delay> = {
  says: "a duration such as 2 weeks, or { from: 1 week, to: 4 weeks }",
  schema: { anyOf: [duration.schema, spread.schema] },
  read: (node, reading, path) => {
    if (node.kind === "list") return wrongKind(reading, node, `${delay.says}, not ${kindName(node)}`);
    if (node.kind === "map") return spread.read(node, reading, path);
    const found = duration.read(node, reading, path);
    return found && { from: found, to: found };
  },
};

/** `channels`: how an act becomes a record. */
export const channelsShape = mapOf(
  record(
    {
      coverage: need(setting("urban ? 0.8 : 0.3"), "the chance that it sees an act, which may depend on who does it"),
      misattribution: may(
        setting("0.01"),
        "the share of its records that fall on somebody else of the same community",
        "0",
      ),
      delay: may(parameter(delay), "how long a record is under way, to the tick", "none"),
    },
    "a mapping with coverage, misattribution and delay",
  ),
  "channels by name, such as camera: { coverage: 0.3 }",
  { most: 64 },
);
export type Channels = Of<typeof channelsShape>;
export type Channel = Channels[number];
