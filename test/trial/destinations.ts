import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Dice, hostileText } from "../hostile/texts.ts";
import { makePipe, makeSocket } from "./sources.ts";

/** Things that stand where something is to be written, or gone on with. */

/** Makes something in a folder, beside which `../precious` and `../treasures` are, and gives the path that is asked for. */
export type Destination = (folder: string, dice: Dice) => string;

function link(to: string): Destination {
  return (folder) => {
    symlinkSync(to, join(folder, "x"));
    return "x";
  };
}

function at(path: string): Destination {
  return () => path;
}

/** A folder in which one name is a link to something precious. */
function within(name: string, to: string): Destination {
  return (folder) => {
    mkdirSync(join(folder, "x"));
    symlinkSync(to, join(folder, "x", name));
    return "x";
  };
}

function holding(name: string, make: (path: string) => void): Destination {
  return (folder) => {
    mkdirSync(join(folder, "x"));
    make(join(folder, "x", name));
    return "x";
  };
}

/** A good run, from beside, in which something is put in the place of one of its files. */
function spoilt(name: string, make: (path: string) => void): Destination {
  return (folder) => {
    cpSync(join(folder, "../../good"), join(folder, "x"), {
      recursive: true,
      filter: (path) => !path.endsWith(`/${name}`),
    });
    make(join(folder, "x", name));
    return "x";
  };
}

const named = ["measures.csv", "manifest.json", "checkpoint.bin", "lock", "page.html"] as const;

export const destinations: Readonly<Record<string, Destination>> = {
  "a new name": at("x"),
  "a new name of a page": at("x.html"),
  "a new name in a new folder": at("a/b/c.html"),
  "a folder that is there": holding("letters", (path) => writeFileSync(path, "dear")),
  "an empty folder": (folder) => {
    mkdirSync(join(folder, "x"));
    return "x";
  },
  "a file that is there": (folder) => {
    writeFileSync(join(folder, "x"), "dear");
    return "x";
  },
  "something in a file": (folder) => {
    writeFileSync(join(folder, "x"), "dear");
    return "x/page.html";
  },
  "a link to a file": link("../precious"),
  "a link to a folder": link("../treasures"),
  "a link into nothing": link("../nothing"),
  "a link to itself": link("x"),
  "below a link to a file": (folder, dice) => `${link("../precious")(folder, dice)}/y`,
  "a folder that may only be read": (folder) => {
    mkdirSync(join(folder, "x"));
    chmodSync(join(folder, "x"), 0o555);
    return "x";
  },
  "in a folder that may only be read": (folder) => {
    mkdirSync(join(folder, "x"));
    chmodSync(join(folder, "x"), 0o555);
    return "x/y.html";
  },
  "a folder that may not be looked into": (folder) => {
    mkdirSync(join(folder, "x"));
    chmodSync(join(folder, "x"), 0o000);
    return "x";
  },
  "a pipe": (folder) => {
    makePipe(join(folder, "x"));
    return "x";
  },
  "a socket": (folder) => {
    makeSocket(join(folder, "x"));
    return "x";
  },
  "a full device": at("/dev/full"),
  "a device of nothing": at("/dev/null"),
  "what is open by number": at("/dev/fd/1"),
  "what the system tells": at("/proc/x"),
  "below what the system tells": at("/proc/self/x/y.html"),
  "a folder of the system": at("/sys/x"),
  "this folder": at("."),
  "the folder above": at(".."),
  "a name of 255 bytes": at("x".repeat(255)),
  "a page's name of 255 bytes": at(`${"x".repeat(250)}.html`),
  "a name of 230 bytes": at(`${"x".repeat(225)}.html`),
  "a name of 256 bytes": at("x".repeat(256)),
  "a path of 5,000 letters": at("a/".repeat(2500)),
  "a path of a thousand folders": at("a/".repeat(1000)),
  "nothing at all": at(""),
  "a blank": at(" "),
  "an option": at("-x"),
  "with a slash at its end": at("x/"),
  "a name from a hostile alphabet": (_, dice) => hostileText(dice, 60).replaceAll(/[/\0]|\p{Cs}/gu, "_"),
  ...Object.fromEntries(
    named.flatMap((name) => [
      [`a folder with a link to a file as ${name}`, within(name, "../../precious")],
      [`a folder with a link to a folder as ${name}`, within(name, "../../treasures")],
      [`a run with a folder as ${name}`, spoilt(name, (path) => mkdirSync(path))],
      [`a run with a pipe as ${name}`, spoilt(name, (path) => void makePipe(path))],
      [`a run with a link to a file as ${name}`, spoilt(name, (path) => symlinkSync("../../precious", path))],
      [`a run with a link in a circle as ${name}`, spoilt(name, (path) => symlinkSync(name, path))],
      [`a run with nothing in ${name}`, spoilt(name, (path) => writeFileSync(path, ""))],
      [`a run with 9 MiB as ${name}`, spoilt(name, (path) => writeFileSync(path, new Uint8Array(9 * 2 ** 20)))],
      [`a run without ${name}`, spoilt(name, () => {})],
    ]),
  ),
};
