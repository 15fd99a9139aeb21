import { readShipped, sayTally, shippedNames } from "../index.ts";
import { wrap } from "../report/table.ts";
import { firstSentence, plain } from "../report/wording.ts";
import type { Call } from "./call.ts";
import { commandName } from "./commandName.ts";

/** `list`: the scenarios that come with the package. */
export function listVerb({ terminal, json }: Call): void {
  const all = shippedNames().map((name) => {
    const { title, data, tally } = readShipped(name);
    return { name, title, about: firstSentence(data.about ?? ""), parameters: tally };
  });
  if (json) {
    terminal.printJson(all);
    return;
  }
  const { paint, width } = terminal;
  const lines = all.flatMap(({ name, title, about, parameters }) => [
    paint.title(name),
    ...[plain(title), about, sayTally(parameters)].flatMap((text) =>
      text === "" ? [] : wrap(text, width - 4).map((one) => `    ${one}`),
    ),
    "",
  ]);
  terminal.print([...lines, ...wrap(`Run one with: ${commandName()} run NAME`, width)]);
}
