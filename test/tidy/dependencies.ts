/** Every package that Glasshouse asks for, and why in one line. Adding one is a decision: add it here too. */
export const dependencies: Readonly<Record<string, string>> = {
  "@marcbachmann/cel-js": "reads rule text into a tree with positions; a kept parser beats our own",
  commander: "reads the arguments of the command line and writes its help",
  yaml: "reads scenario files with positions, limits and no prototype keys",
};

/** The same for building and testing. */
export const devDependencies: Readonly<Record<string, string>> = {
  "@biomejs/biome": "formats and lints, one tool without plugins",
  "@bufbuild/cel": "a second reading of CEL, which tests hold ours against",
  "@codemirror/commands": "keys of the studio's editor: undo, indent",
  "@codemirror/lang-yaml": "colours scenario files in the studio's editor",
  "@codemirror/language": "what the editor knows of a language",
  "@codemirror/lint": "shows Problems in the editor at their places",
  "@codemirror/state": "the editor's text, and its history",
  "@codemirror/view": "the editor itself, loaded when somebody opens it",
  "@preact/signals": "state of the studio's page: what changes is drawn, and nothing else",
  "@types/node": "types of Node, for the command line, the platform and the tests",
  agentscript: "a peer that benchmarks run the benchmark model on; never shipped",
  ajv: "checks the exported JSON Schema and files against it",
  "axe-core": "finds what keeps people from using the studio's page",
  comlink: "calls from the studio's page to its workers, typed",
  "fast-check": "property tests with shrinking",
  flocc: "another such peer",
  "playwright-core": "drives Chromium in the browser tests, with no browser of its own to download",
  preact: "the studio's page, in four kilobytes",
  rolldown: "bundles the command into few files, as vite does with it for the studio",
  typescript: "the compiler",
  vite: "bundles the studio and the browser tests; its parser serves the tidy tests",
  vitest: "the test runner",
  wabt: "the format's own assembler, which tests hold ours against, byte for byte",
};
