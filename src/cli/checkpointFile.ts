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
import { checkpointName } from "./names.ts";

/** The checkpoint of a run folder. A new one is written aside, and takes the place of the old one once it is on disk. */
export function openStore(folder: string, told: (error: unknown) => unknown): CheckpointStore {
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
        keep: () => attempt(() => file.keep()),
        drop: () => file.drop(),
      };
    },
  };
}

/** Refuses a folder without a checkpoint, before anything is written there. Throws ProblemError (checkpoint-missing). */
export function checkFolder(folder: string, place: Place | undefined): void {
  if (!existsSync(join(folder, checkpointName))) throw missing(folder, place);
}

/** The checkpoint of a run folder. Throws ProblemError (checkpoint-missing, checkpoint-unreadable; see `openCheckpoint`). */
export async function openResume(folder: string, place: Place | undefined): Promise<ResumePoint> {
  const path = join(folder, checkpointName);
  let file: FileHandle | undefined;
  try {
    // Not to wait for a writer where it is a pipe.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = await file.stat();
    if (!found.isFile()) throw unreadable(path, "it is no regular file", place);
    return await openCheckpoint(sourceOf(file, path, found.size));
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") throw missing(folder, place);
    if (code !== undefined) throw unreadable(path, reasonOf(error), place);
    throw error;
  } finally {
    await file?.close();
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

function unreadable(path: string, why: string, place: Place | undefined): ProblemError {
  const message = `the checkpoint ${quote(path)} cannot be read: ${why}`;
  return new ProblemError([{ code: "checkpoint-unreadable", message, place }]);
}
