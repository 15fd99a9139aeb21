import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { argv } from "node:process";

/**
 * Reads vitest's JSON report and prints the closing line `N passed, N failed[, N skipped]`; exits 1 on any failure.
 * Usage: node scripts/tally.js REPORT FAILED_STEPS STATUS, where STATUS is what the test command ended with.
 * Skipped tests are named, so that none goes unseen.
 * @typedef {{ status: string, fullName: string }} Test
 * @typedef {{ name: string, status: string, message?: string, assertionResults: Test[] }} Suite
 */
const [report, steps = "0", status = "0"] = argv.slice(2);
let passed = 0;
let failed = 0;
const skipped = [];

for (const suite of readSuites(report)) {
  const failures = suite.assertionResults.filter((test) => test.status === "failed").length;
  passed += suite.assertionResults.filter((test) => test.status === "passed").length;
  // A file that cannot even be loaded has no tests to fail; it counts as one.
  failed += failures === 0 && suite.status === "failed" ? 1 : failures;
  for (const test of suite.assertionResults) {
    if (test.status !== "failed" && test.status !== "passed")
      skipped.push(`${relative("", suite.name)}: ${test.fullName}`);
  }
}
// Tests that pass can still end badly: an unhandled rejection, a missing tool.
if (status !== "0" && failed === 0) failed = 1;
failed += Number(steps);
for (const name of skipped) console.log(`skipped: ${name}`);
console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/**
 * @param {string | undefined} path
 * @returns {Suite[]}
 */
function readSuites(path) {
  if (path === undefined) return [];
  try {
    return JSON.parse(readFileSync(path, "utf8")).testResults;
  } catch {
    console.error("tally: there is no report of the tests");
    return [];
  }
}
