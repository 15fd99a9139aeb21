import { constants, existsSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import {
  type CheckpointSource,
  type CheckpointStore,
  openCheckpoint,
  type Place,
  ProblemError,
  type ResumePoint,
} from "../index.ts";
import { quote } from "./arguments.ts";
import { Aside } from "./aside.ts";
import { codeOf, reasonOf } from "./files.ts";
import { openLogFile } from "./logFile.ts";
import { checkpointName } from "./names.ts";

/**
 * The checkpoint of a run folder. A new one is written aside, and takes the place of the old one once it is on disk.
 * `before` makes sure that what it refers to is there, and gives what is to be done after.
 */
export function openStore(
  folder: string,
  told: (error: unknown) => unknown,
  before: () => () => void,
): CheckpointStore {
  const attempt = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw told(error);
    }
  };
  return {
    begin: () => {
      const file = attempt(() => new Aside(join(folder, checkpointName)));
      return {
        write: (bytes) => attempt(() => file.write(bytes)),
        keep: () => {
          const after = before();
          attempt(() => file.keep());
          attempt(after);
        },
        drop: () => file.drop(),
      };
    },
  };
}

/** Refuses a folder without a checkpoint, before anything is written there. Throws ProblemError (checkpoint-missing). */
export function checkFolder(folder: string, place: Place | undefined): void {
  if (!hasCheckpoint(folder)) throw missing(folder, place);
}

export function hasCheckpoint(folder: string): boolean {
  return existsSync(join(folder, checkpointName));
}

/** A checkpoint that was opened, and its file to be closed. */
export interface OpenedCheckpoint {
  readonly point: ResumePoint;
  close(): Promise<void>;
}

/** The checkpoint of a run folder. Throws ProblemError (checkpoint-missing, checkpoint-unreadable; see `openCheckpoint`). */
export async function openResume(folder: string, place: Place | undefined): Promise<OpenedCheckpoint> {
  const path = join(folder, checkpointName);
  let file: FileHandle | undefined;
  let log: ReturnType<typeof openLogFile> | undefined;
  const close = async (): Promise<void> => {
    log?.close();
    await file?.close();
  };
  const openLog = (name: string): CheckpointSource => {
    try {
      log ??= openLogFile(folder, name);
      return log;
    } catch (error) {
      if (codeOf(error) === "ENOENT") throw missingLog(path, name, place);
      throw unreadable(join(folder, name), reasonOf(error), place);
    }
  };
  try {
    // Not to wait for a writer where it is a pipe.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = await file.stat();
    if (!found.isFile()) throw unreadable(path, "it is no regular file", place);
    return { point: await openCheckpoint(sourceOf(file, path, found.size), openLog), close };
  } catch (error) {
    await close();
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") throw missing(folder, place);
    if (code !== undefined) throw unreadable(path, reasonOf(error), place);
    throw error;
  }
}

function sourceOf(file: FileHandle, path: string, size: number): CheckpointSource {
  return {
    name: quote(path),
    size,
    read: async (into, at) => {
      let done = 0;
      while (done < into.length) {
        const { bytesRead } = await file.read(into, done, into.length - done, at + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    },
  };
}

function missing(folder: string, place: Place | undefined): ProblemError {
  return new ProblemError([
    {
      code: "checkpoint-missing",
      message: `there is no checkpoint in ${quote(folder)}`,
      place,
      expected: "the folder of a run with --checkpoint",
    },
  ]);
}

function missingLog(path: string, name: string, place: Place | undefined): ProblemError {
  const message = `the figures of the checkpoint ${quote(path)} are kept in ${name}, which is not there`;
  const remedy = "run the scenario again from its start, or put that file back";
  return new ProblemError([{ code: "checkpoint-without-log", message, place, remedy }]);
}

function unreadable(path: string, why: string, place: Place | undefined): ProblemError {
  const message = `the checkpoint ${quote(path)} cannot be read: ${why}`;
  return new ProblemError([{ code: "checkpoint-unreadable", message, place }]);
}
