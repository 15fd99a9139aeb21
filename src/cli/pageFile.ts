import { closeSync, lstatSync, openSync, readlinkSync, readSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { generator } from "../html/page.ts";
import { type Place, type Problem, ProblemError } from "../index.ts";
import { quote } from "./arguments.ts";
import { Aside, removeForgotten, writeWhole } from "./aside.ts";
import { codeOf, makeFolders, reasonOf } from "./files.ts";
import { unwritable } from "./folder.ts";

/** A file that holds one page, and nothing before it is whole. */
export interface PageFile {
  readonly path: string;
  /** Writes the page aside and then renames it. Throws ProblemError. */
  keep(text: string): void;
}

/**
 * Makes sure that a page can be written there, before anything runs. Its folder is made where it is missing; a page that
 * stands there is written over, and nothing else is. Throws ProblemError (html-is-folder, html-is-link, html-not-file, html-taken,
 * out-unwritable).
 */
export function claimPage(path: string, place: Place | undefined): PageFile {
  const fault = faultOf(path);
  if (fault) throw new ProblemError([{ ...fault, place }]);
  try {
    makeFolders(dirname(path));
    removeForgotten(path);
    new Aside(path).drop();
  } catch (error) {
    throw unwritable(path, error, place);
  }
  return {
    path,
    keep: (text) => {
      try {
        writeWhole(path, [text]);
      } catch (error) {
        throw unwritable(path, error, place);
      }
    },
  };
}

function faultOf(path: string): Problem | undefined {
  const expected = "the path of a file, such as page.html";
  if (/[/\\]$/.test(path)) return { code: "html-is-folder", message: `${quote(path)} is a folder`, expected };
  try {
    const found = lstatSync(path);
    // The page takes its name by a renaming, which would put it in the place of the link.
    if (found.isSymbolicLink()) return linkFault(path);
    if (found.isDirectory()) return { code: "html-is-folder", message: `${quote(path)} is a folder`, expected };
    if (!found.isFile()) return { code: "html-not-file", message: `${quote(path)} is no regular file`, expected };
    if (found.size === 0 || isPage(path)) return undefined;
    const remedy = "choose another name, or take that file away";
    return { code: "html-taken", message: `${quote(path)} holds something else than a page of Glasshouse`, remedy };
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") return undefined;
    const why = code === "ENOTDIR" ? "a part of its path is no folder" : reasonOf(error);
    return { code: "out-unwritable", message: `${quote(path)} cannot be written: ${why}` };
  }
}

function linkFault(path: string): Problem {
  const to = resolve(dirname(path), readlinkSync(path));
  const message = `${quote(path)} is a link to ${quote(to)}, and no page is written over a link`;
  return {
    code: "html-is-link",
    message,
    expected: "the path of a file, such as page.html",
    remedy: "write the path that is meant",
  };
}

/** Whether a page that was made here has that name: nothing that a link leads to, and no pipe that nobody writes to. */
export function isOurPage(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && isPage(path);
}

/** Whether the beginning of a file says that it was made here. */
function isPage(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(2048);
    const text = new TextDecoder().decode(bytes.subarray(0, readSync(file, bytes)));
    return text.startsWith("<!doctype html>") && text.includes(`<meta name="generator" content="${generator} `);
  } finally {
    closeSync(file);
  }
}
