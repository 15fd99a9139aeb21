import { kindName, type Node } from "../../language/node.ts";
import {
  mapOf,
  may,
  need,
  type Of,
  type Reading,
  record,
  refuse,
  type Shape,
  wrongKind,
} from "../../language/shape.ts";
import { parameter, setting } from "../../language/tagged.ts";
import { perYear, type Quantity } from "../../language/units.ts";
import { quantity } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { shareOf } from "../draft/fit.ts";

export interface Delay {
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
    if (node.kind === "map") return ordered(spread.read(node, reading, path), node, reading);
    const found = duration.read(node, reading, path);
    return found && { from: found, to: found };
  },
};

/** Compared in years: the two may be in different units. */
function ordered(read: Delay | undefined, node: Node, reading: Reading): Delay | undefined {
  const years = ({ amount, per }: Quantity): number =>
    amount / (per === undefined || per === "tick" ? 52 : perYear[per]);
  const ticks = read ? [read.from, read.to].filter(({ per }) => per === "tick").length : 0;
  if (!read || ticks === 1 || years(read.from) <= years(read.to)) return read;
  return refuse(
    reading,
    node.place,
    "empty-range",
    "the longest delay is shorter than the shortest",
    "from at most as long as to",
  );
}

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

/** A channel, and what people's responses make of how much of what they do it sees. */
export type Channel = Channels[number] & { readonly factor?: NumberTree | undefined };

/** The chance that a channel sees an act, and the share of its records that go astray. */
export interface Coverage {
  readonly coverage: NumberTree;
  readonly misattribution: NumberTree;
}

/** What a channel sees; undefined, with problems, where its rules cannot be read. */
export function coverageOf({ name, is, factor }: Channel, draft: Draft): Coverage | undefined {
  const stated = draft.setting(is.coverage, `channels.${name}.coverage`, draft.personScope, shareOf);
  const misattribution = is.misattribution
    ? draft.setting(is.misattribution, `channels.${name}.misattribution`, draft.personScope, { from: 0, to: 1 })
    : build.constant(0);
  if (!stated || !misattribution) return undefined;
  const isPlain = factor === undefined || (factor.op === "constant" && factor.value === 1);
  const coverage = isPlain ? stated : build.clamp(build.multiply(stated, factor), 0, 1);
  return { coverage, misattribution };
}

/** Channels, with what responses make of them. */
export function withFactors(channels: Channels, factors: ReadonlyMap<string, NumberTree>): Channel[] {
  return channels.map((each) => (factors.has(each.name) ? { ...each, factor: factors.get(each.name) } : each));
}

/** Reads every channel, so that a fault in one that nothing uses is found too. */
export function checkChannels(channels: Channels, draft: Draft): void {
  for (const channel of channels) coverageOf(channel, draft);
}
