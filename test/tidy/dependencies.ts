/** Every package that Glasshouse asks for, and why in one line. Adding one is a decision: add it here too. */
export const dependencies: Readonly<Record<string, string>> = {
  "@marcbachmann/cel-js": "reads rule text into a tree with positions; a kept parser beats our own",
  commander: "reads the arguments of the command line and writes its help",
  wabt: "assembles the WebAssembly text that a plan becomes, small enough for a browser",
  yaml: "reads scenario files with positions, limits and no prototype keys",
};

/** The same for building and testing. */
export const devDependencies: Readonly<Record<string, string>> = {
  "@biomejs/biome": "formats and lints, one tool without plugins",
  "@bufbuild/cel": "a second reading of CEL, which tests hold ours against",
  "@types/node": "types of Node, for the command line, the platform and the tests",
  agentscript: "a peer that benchmarks run the benchmark model on; never shipped",
  ajv: "checks the exported JSON Schema and files against it",
  "fast-check": "property tests with shrinking",
  flocc: "another such peer",
  "playwright-core": "drives Chromium in the browser tests, with no browser of its own to download",
  typescript: "the compiler",
  vite: "bundles the studio and the browser tests; its parser serves the tidy tests",
  vitest: "the test runner",
};
