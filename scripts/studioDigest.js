import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf, isAbsent, readStudioInputs } from "./inputs.js";

/** Where a built studio says of which state of the sources it is: written last, so that a half-built one says nothing. */
const place = "DIGEST";

/**
 * Whether the studio that lies in a clone is of the sources as they are.
 * @param {string} root folder of the clone
 */
export function isStudioFresh(root) {
  try {
    return readFileSync(join(root, "studio", "dist", place), "utf8") === digestOf(readStudioInputs(root));
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

/**
 * Marks a studio that was built of inputs with this digest.
 * @param {string} folder
 * @param {string} digest
 */
export function markStudio(folder, digest) {
  writeFileSync(join(folder, place), digest);
}
