import { type Fact, type PortraitEntry, portray, type Scenario, usualPer } from "../index.ts";
import { layTable } from "./table.ts";
import { asArgument, plain, sayName } from "./wording.ts";

/** What a response is called: a factor is put in; what follows from stakes hangs on how strongly people are said to respond. */
export const assumedEffect = "assumed effect";
/** The same where the factor itself has a source. */
export const putIn = "an effect that is put in,";
const toStakes = "response to stakes";

/**
 * What people (and enterprises) are said to change because of it: each response by what it is, with what was put in and
 * who says so.
 */
export function layResponses(scenario: Scenario, width: number): string[] {
  const rows = portray(scenario).flatMap(({ path, entries }) => {
    if (path !== "response" && path !== "enterprises.response") return [];
    const whose = path === "response" ? "" : "enterprises: ";
    return entries.map((entry) => [`${whose}${sayName(entry.name)}`, sayResponse(entry)]);
  });
  return layTable([{}, { wraps: true }], rows, { width });
}

function sayResponse({ facts }: PortraitEntry): string {
  const of = facts.find(({ key }) => key === "of")?.text.replace(/^\[|\]$/g, "") ?? "";
  const factor = facts.find(({ key }) => key === "factor");
  if (factor) return sayFactor(sayName(of), factor);
  const told = parts.flatMap(([key, says]) => {
    const fact = facts.find((one) => one.key === key);
    return fact ? [`${says} ${sayFact(fact)}`] : [];
  });
  const usual = facts.some(({ key }) => key === "per")
    ? []
    : [`per ${asArgument(usualPer)} yuan a year, as nothing is told`];
  return `${toStakes} in ${sayName(of)}: ${[...told, ...usual].join(", ")}`;
}

/** A factor is put in, whoever has measured it: an assumed effect, or one whose figure somebody gives. */
function sayFactor(of: string, factor: Fact): string {
  const { text, tag = "assumed", source } = factor;
  if (tag === "assumed") return `${assumedEffect} on ${of}: factor ${sayFact(factor)}`;
  const from = source === undefined ? "" : `: ${plain(source)}`;
  return `${putIn} on ${of}: factor ${plain(text)} (its figure is ${tag}${from})`;
}

/** All that such a response hangs on, and how it is called. */
const parts = [
  ["sensitivity", "sensitivity"],
  ["curvature", "curvature"],
  ["belief", "belief"],
  ["stake", "stake"],
  ["per", "per"],
  ["at_most", "at most"],
  ["effort", "effort"],
] as const;

/** A figure with its provenance: 2 (assumed, 0 to 10: nobody has measured it). */
function sayFact({ text, tag, source, range }: Fact): string {
  const least = range ? `, ${range.from} to ${range.to}` : "";
  return `${plain(text)} (${tag ?? "assumed"}${least}${source === undefined ? "" : `: ${plain(source)}`})`;
}
