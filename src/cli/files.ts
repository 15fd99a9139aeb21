import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { basename, dirname, extname, join, resolve, sep } from "node:path";
import {
  type Library,
  nearest,
  type Place,
  type Problem,
  ProblemError,
  readScenario,
  readShipped,
  type Scenario,
  shippedLibrary,
  shippedNames,
} from "../index.ts";
import { quote } from "./arguments.ts";

/** A scenario file is at most this long: more is refused before it is read. */
const mostBytes = 1_048_576;

/**
 * The scenario that a person means: a file where the word has a slash or ends in .yaml or .yml, a shipped one
 * otherwise. Throws ProblemError.
 */
export function openScenario(word: string, place: Place | undefined): Scenario {
  if (isPath(word)) {
    const read = readText(word);
    if ("code" in read) throw new ProblemError([problemOf(word, read, place)]);
    return readScenario(read.text, { name: word, library: fileLibrary });
  }
  if (shippedNames().includes(word)) return readShipped(word);
  if (isFolder(word)) throw new ProblemError([problemOf(word, { code: "file-is-folder", why: "" }, place)]);
  const here = [".yaml", ".yml"].map((ending) => `${word}${ending}`).find(isFile);
  throw new ProblemError([
    {
      code: "no-such-scenario",
      message: `there is no shipped scenario called ${quote(word)}`,
      place,
      expected: `one of ${shippedNames().join(", ")}, or the path of a .yaml file`,
      nearest: nearest(word, shippedNames()),
      remedy: here && `write ${here} for the file in this folder`,
    },
  ]);
}

export function isPath(word: string): boolean {
  return /[/\\]|\.ya?ml$/i.test(word);
}

/** The shipped scenarios, and files below the folder of the one that extends them. */
export const fileLibrary: Library = {
  ...shippedLibrary,
  sibling: (from, path) => {
    try {
      const folder = realpathSync(dirname(from));
      const target = realpathSync(join(folder, path));
      // Asked of the real path: a link may look like a neighbour and lead anywhere.
      if (!target.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)) {
        return { fault: "it is a link that leaves the folder of this file" };
      }
      const read = readText(target);
      return "code" in read ? { fault: read.why } : read.text;
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      return { fault: reasonOf(error) };
    }
  },
};

interface Unreadable {
  readonly code: string;
  /** The end of "it cannot be read: …". */
  readonly why: string;
}

/** The text of a file of at most so many bytes, or why there is none. Never waits: only regular files are opened. */
export function readText(path: string, most = mostBytes): { readonly text: string } | Unreadable {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return { code: "file-is-folder", why: "it is a folder" };
    if (!found.isFile()) return { code: "file-not-regular", why: "it is no regular file" };
    if (found.size > most) return tooLarge(most);
    // Not to wait for a writer, if it has become a pipe since it was looked at.
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return fstatSync(file).isFile()
        ? decode(readAtMost(file, most), most)
        : { code: "file-not-regular", why: "it has changed" };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return { code: "file-missing", why: "there is none" };
    return { code: "file-unreadable", why: reasonOf(error) };
  }
}

function tooLarge(most: number): Unreadable {
  return { code: "file-too-large", why: `it is larger than ${most / 1_048_576} MiB` };
}

/** The bytes of a file, at most one more than there may be: it may grow while it is read. */
function readAtMost(file: number, most: number): Uint8Array {
  const bytes = new Uint8Array(most + 1);
  let length = 0;
  for (;;) {
    const read = readSync(file, bytes, length, bytes.length - length, null);
    length += read;
    if (read === 0 || length === bytes.length) return bytes.subarray(0, length);
  }
}

function decode(bytes: Uint8Array, most: number): { readonly text: string } | Unreadable {
  if (bytes.length > most) return tooLarge(most);
  const binary: Unreadable = { code: "file-binary", why: "it is not text in UTF-8" };
  if (bytes.includes(0)) return binary;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return binary;
  }
}

function problemOf(path: string, { code, why }: Unreadable, place: Place | undefined): Problem {
  const says: Readonly<Record<string, Omit<Problem, "code">>> = {
    "file-missing": {
      message: sayEmptyLink(path) ?? `there is no file ${quote(path)}`,
      nearest: neighbourOf(path),
      expected: isPath(path) && shippedNames().includes(stem(path)) ? `${stem(path)}, the shipped one` : undefined,
    },
    "file-is-folder": {
      message: `${quote(path)} is a folder`,
      expected: "a scenario file that ends in .yaml",
      nearest: neighbourOf(join(path, "x.yaml")),
    },
    "file-not-regular": { message: `${quote(path)} is not a regular file`, expected: "a text file" },
    "file-too-large": { message: `${quote(path)} is larger than 1 MiB`, expected: "a scenario of at most 1 MiB" },
    "file-binary": { message: `${quote(path)} is not text`, expected: "a text file in UTF-8" },
  };
  return { code, place, ...(says[code] ?? { message: `${quote(path)} cannot be read: ${why}` }) };
}

/** Says of a link to nothing that it is one; undefined of all else. */
export function sayEmptyLink(path: string): string | undefined {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (!isLink || statSync(path, { throwIfNoEntry: false })) return undefined;
  return `${quote(path)} is a link to ${quote(readlinkSync(path))}, and there is nothing`;
}

/** The scenario file in the same folder that a person most likely meant. */
function neighbourOf(path: string): string | undefined {
  try {
    const folder = dirname(path);
    const names = readdirSync(folder).filter((name) => /\.ya?ml$/i.test(name) && name !== basename(path));
    const found = nearest(basename(path), names) ?? (names.length === 1 ? names[0] : undefined);
    return found && (path.startsWith("./") ? `./${join(folder, found)}` : join(folder, found));
  } catch {
    return undefined;
  }
}

function stem(path: string): string {
  return basename(path, extname(path));
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** What the system says, by its code, as the end of "it cannot be read: …" and of "it cannot be written: …". */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "you may not read it",
  EPERM: "you may not read it",
  ENOENT: "there is none",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  EINVAL: "the system does not take it for that",
  EBUSY: "something else is using it",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ENOMEM: "the system has no memory left",
  EIO: "the disk failed",
  ENXIO: "there is nothing behind it",
  ENODEV: "there is nothing behind it",
  ESTALE: "its disk is not there any more",
  ETIMEDOUT: "its disk does not answer",
  ENOSYS: "the system cannot do that",
  ENOTSUP: "the system cannot do that there",
  EOPNOTSUPP: "the system cannot do that there",
};

const reasonsToWrite: Readonly<Record<string, string>> = {
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  ENOENT: "nothing can be made there",
  EEXIST: "something else of that name is there",
  ENOTEMPTY: "there is a folder of that name, with things in it",
  ETXTBSY: "it is a program that is running",
  ENOSPC: "the disk is full",
  EDQUOT: "there is no more room for you on that disk",
  EFBIG: "it is larger than a file may be",
  EROFS: "what is there can only be read",
  EXDEV: "it would have to move to another disk",
  EPIPE: "nobody reads it",
};

/** Why something cannot be written, as a clause. Throws what is no fault of the system's. */
export function whyUnwritable(error: unknown): string {
  const code = codeOf(error) ?? "";
  return Object.hasOwn(reasonsToWrite, code) ? reasonsToWrite[code]! : reasonOf(error);
}

/** Why something cannot be read, as a clause. Throws what is no fault of the system's. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) throw error;
  return Object.hasOwn(reasons, code) ? reasons[code]! : `the system says ${code}`;
}

/**
 * Makes a folder and those that it is in, one after the other from the nearest that is there: never again what the system
 * has refused, as Node's own way does without end below `/proc`. Gives those that it made, in that order. Throws what the
 * system says.
 */
export function makeFolders(path: string): string[] {
  const made: string[] = [];
  const missing: string[] = [];
  let at = resolve(path);
  while (!isThere(at)) {
    missing.push(at);
    at = dirname(at);
  }
  for (const each of [at, ...missing.reverse()]) {
    if (isFolder(each)) continue;
    try {
      mkdirSync(each);
      made.push(each);
    } catch (error) {
      // Someone else may have made it meanwhile.
      if (!isFolder(each)) throw error;
    }
  }
  return made;
}

function isThere(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    // The topmost folder is in itself: there is nothing to make it in.
    if (codeOf(error) === "ENOENT" && dirname(path) !== path) return false;
    throw error;
  }
}
