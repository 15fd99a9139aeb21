import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Dice, hostileFile } from "../hostile/texts.ts";
import { escaped, harmless, worldOf } from "../hostile/worlds.ts";

/** Things that stand where a scenario is looked for. */

/** Makes something in a folder, and gives the path that is asked for. */
export type Source = (folder: string, dice: Dice) => string;

const good = worldOf(harmless, escaped);
const mebibyte = 2 ** 20;

/** A file of such bytes. */
function file(of: string | Uint8Array | (() => string | Uint8Array)): Source {
  return (folder) => {
    writeFileSync(join(folder, "x.yaml"), typeof of === "function" ? of() : of);
    return "x.yaml";
  };
}

function link(to: string): Source {
  return (folder) => {
    symlinkSync(to, join(folder, "x.yaml"));
    return "x.yaml";
  };
}

/** A named pipe that nobody writes into. */
export function makePipe(path: string): boolean {
  return spawnSync("mkfifo", [path]).status === 0;
}

/** A socket that nobody listens at any more: its process was killed, or it would have taken it away. */
export function makeSocket(path: string): void {
  const program = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", program]);
}

function padded(bytes: number): string {
  return `${good}#${"x".repeat(bytes - good.length - 1)}`;
}

/** Files by their size and by what is in them. */
const files: Readonly<Record<string, Source>> = {
  "an empty file": file(""),
  "a file of blanks": file(" \n\t\n"),
  "a mark of byte order": file(Uint8Array.of(0xef, 0xbb, 0xbf)),
  "a good file after a mark of byte order": file(`\ufeff${good}`),
  "UTF-16": file(() => Buffer.from(`\ufeff${good}`, "utf16le")),
  "Latin-1": file(() => Buffer.from(good.replace("title: ", "title: é"), "latin1")),
  "a NUL in a good file": file(good.replace("population", "popu\0lation")),
  "half a letter": file(() => Buffer.concat([Buffer.from(good), Buffer.from([0xf0, 0x9f])])),
  "1 MiB that is good": file(() => padded(mebibyte)),
  "1 MiB and a byte": file(() => padded(mebibyte + 1)),
  "64 MiB": file(() => new Uint8Array(64 * mebibyte)),
  "1 MiB of line breaks": file(() => "\n".repeat(mebibyte)),
  "1 MiB of brackets": file(() => "[".repeat(mebibyte)),
  "1 MiB of one key": file(() => `${"k".repeat(mebibyte - 4)}: 1`),
  "1 MiB of keys": file(() => Array.from({ length: 80_000 }, (_, i) => `k${i}: 1`).join("\n")),
  "lines that end in CR": file(good.replaceAll("\n", "\r")),
  "a program": file("#!/bin/sh\nexit 0\n"),
  "a good file": file(good),
};

/** What is no file, and links. */
const others: Readonly<Record<string, Source>> = {
  "a link to itself": link("x.yaml"),
  "a link into nothing": link("not/there.yaml"),
  "a link to a folder": link("."),
  "a link to a device": link("/dev/zero"),
  "two links in a circle": (folder) => {
    symlinkSync("y.yaml", join(folder, "x.yaml"));
    symlinkSync("x.yaml", join(folder, "y.yaml"));
    return "x.yaml";
  },
  "a good file below a hundred links": (folder) => {
    writeFileSync(join(folder, "l0.yaml"), good);
    for (let i = 1; i < 100; i++) symlinkSync(`l${i - 1}.yaml`, join(folder, `l${i}.yaml`));
    return "l99.yaml";
  },
  "a folder": (folder) => {
    mkdirSync(join(folder, "x.yaml"));
    return "x.yaml";
  },
  "a pipe": (folder) => {
    makePipe(join(folder, "x.yaml"));
    return "x.yaml";
  },
  "a socket": (folder) => {
    makeSocket(join(folder, "x.yaml"));
    return "x.yaml";
  },
  "a device without end": () => "/dev/zero",
  "a device of nothing": () => "/dev/null",
  "the memory of a process": () => "/proc/self/mem",
  "a file of the system without a size": () => "/proc/self/maps",
  "what is open by number": () => "/dev/fd/0",
  "a path of 5,000 letters": () => `${"a/".repeat(2500)}x.yaml`,
  "a name of 300 letters": () => `./${"a".repeat(295)}.yaml`,
  "a file as a folder": (folder) => {
    writeFileSync(join(folder, "y.yaml"), good);
    return "y.yaml/x.yaml";
  },
  "a name from a hostile alphabet": (folder, dice) => {
    const name = hostileFile(dice);
    writeFileSync(join(folder, name), good);
    return name;
  },
};

/** Files that build on something hostile. */
const built = Object.fromEntries(
  (
    [
      ["itself", "x.yaml", () => {}],
      ["what is outside of its folder", "../precious", () => {}],
      ["a device", "/dev/zero", () => {}],
      ["nothing", "nowhere.yaml", () => {}],
      ["a link that leaves its folder", "y.yaml", (path: string) => symlinkSync("../precious", path)],
      ["a link in a circle", "y.yaml", (path: string) => symlinkSync("y.yaml", path)],
      ["a folder", "y.yaml", (path: string) => mkdirSync(path)],
      ["a pipe", "y.yaml", (path: string) => void makePipe(path)],
      ["1 MiB and a byte", "y.yaml", (path: string) => writeFileSync(path, padded(mebibyte + 1))],
      ["a NUL", "y.yaml", (path: string) => writeFileSync(path, `${good}\0`)],
    ] as const
  ).map(([name, path, make]): [string, Source] => [
    `a file that extends ${name}`,
    (folder) => {
      writeFileSync(join(folder, "x.yaml"), `extends: ${path}\n`);
      make(join(folder, path));
      return "x.yaml";
    },
  ]),
);

export const sources: Readonly<Record<string, Source>> = { ...files, ...others, ...built };
