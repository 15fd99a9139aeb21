import { ProblemError } from "../index.ts";
import { fitted, layCommand, wrap } from "../report/table.ts";
import { placeOfWord, quote } from "./arguments.ts";
import { Aside, removeForgotten } from "./aside.ts";
import type { Call } from "./call.ts";
import { commandName } from "./commandName.ts";
import { codeOf, whyUnwritable } from "./files.ts";
import { manualPath } from "./manual.ts";
import { starter } from "./starter.ts";

/** `new`: writes a small scenario that runs. Never writes over a file. */
export function newVerb(word: string, { line, terminal, json }: Call): void {
  const name = word.replace(/\.ya?ml$/, "");
  const place = placeOfWord(line, word);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,79}$/u.test(name)) {
    throw new ProblemError([
      {
        code: "bad-scenario-name",
        message: `${quote(word)} cannot be the name of a scenario`,
        place,
        expected: "letters, digits, - and _, such as my-town",
      },
    ]);
  }
  const path = `${name}.yaml`;
  let file: Aside | undefined;
  try {
    removeForgotten(path);
    file = new Aside(path);
    file.write(starter(name, commandName()));
    // Half of one would bar the way to the next try.
    file.keepNew();
  } catch (error) {
    file?.drop();
    throw new ProblemError([
      codeOf(error) === "EEXIST"
        ? { code: "file-exists", message: `there is a ${path} already`, place, expected: "a new name" }
        : { code: "file-unwritable", message: `${path} cannot be written: ${whyUnwritable(error)}`, place },
    ]);
  }
  if (json) terminal.printJson({ file: path });
  else terminal.print(fitted(layNext(path, terminal.width), terminal.width));
}

function layNext(path: string, width: number): string[] {
  const commands = ["run", "plan", "check"].map((verb) => `${commandName()} ${verb} ${path}`);
  return [
    ...wrap(`${path} is written. What now?`, width),
    "",
    ...commands.flatMap((one) => layCommand(one, width)),
    "",
    ...wrap(`All that such a file can say: ${manualPath()}`, width),
  ];
}
