import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type CheckpointSource,
  type CheckpointStore,
  openCheckpoint,
  type PendingCheckpoint,
  type Place,
  ProblemError,
  type ResumePoint,
} from "../index.ts";
import { quote } from "./arguments.ts";
import { codeOf, reasonOf } from "./files.ts";
import { checkpointName, unwritable } from "./folder.ts";

/** The checkpoint of a run folder. A new one is written aside, and takes the place of the old one once it is on disk. */
export function openStore(folder: string, place: Place | undefined): CheckpointStore {
  const path = join(folder, checkpointName);
  const aside = `${path}.part`;
  const told = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      throw unwritable(folder, error, place);
    }
  };
  return {
    begin: () => told(async () => draftOf(await open(aside, "w"), told, { folder, path, aside })),
  };
}

interface Paths {
  readonly folder: string;
  readonly path: string;
  readonly aside: string;
}

function draftOf(
  file: FileHandle,
  told: <T>(act: () => Promise<T>) => Promise<T>,
  { folder, path, aside }: Paths,
): PendingCheckpoint {
  return {
    write: (bytes) =>
      told(async () => {
        for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
      }),
    keep: () =>
      told(async () => {
        await file.sync();
        await file.close();
        await rename(aside, path);
        await syncFolder(folder);
      }),
    drop: async () => {
      // What went wrong before is what a person has to hear of.
      await file.close().catch(() => {});
      await rm(aside, { force: true }).catch(() => {});
    },
  };
}

/** Makes a rename outlast a power cut. Not every system lets a folder be opened; there the name may be lost, not bytes. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const file = await open(folder, constants.O_RDONLY);
    await file.sync().finally(() => file.close());
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
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
  try {
    // Not to wait for a writer where it is a pipe.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = await file.stat();
    if (!found.isFile()) throw unreadable(path, "it is no regular file", place);
    return { point: await openCheckpoint(sourceOf(file, path, found.size)), close: () => file!.close() };
  } catch (error) {
    await file?.close();
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

function unreadable(path: string, why: string, place: Place | undefined): ProblemError {
  const message = `the checkpoint ${quote(path)} cannot be read: ${why}`;
  return new ProblemError([{ code: "checkpoint-unreadable", message, place }]);
}
