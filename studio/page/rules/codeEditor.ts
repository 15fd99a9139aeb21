import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  bracketMatching,
  defaultHighlightStyle,
  HighlightStyle,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import type { Fault } from "../../messages.ts";

/** An editor that stands in a page. */
export interface CodeEditor {
  text(): string;
  setText(text: string): void;
  /** Marks faults at their places. */
  mark(faults: readonly Fault[]): void;
  goTo(fault: Fault): void;
  close(): void;
}

/** What CodeMirror colours so on white, in colours of this page; all else is as dark as text. */
const paints: Readonly<Record<string, string>> = {
  "#00c": "var(--link)",
  "#940": "var(--quiet)",
  "#404740": "var(--quiet)",
};
const colours = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => ({ ...spec, color: paints[String(spec.color)] ?? "inherit" })),
);

const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--paper)", color: "var(--ink)", fontSize: "0.875rem" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace', lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--tint)", color: "var(--quiet)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--tint)" },
  "&.cm-focused": { outline: "2px solid var(--link)" },
  "&.cm-focused .cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--select)",
  },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--rule)" },
});

/**
 * Opens an editor in a frame. It stands in a shadow root of its own: there its styles are sheets that are made by script,
 * which a strict policy allows, and no elements, which it refuses.
 */
export function openEditor(
  frame: HTMLElement,
  text: string,
  { label, isWritable, heard }: { label: string; isWritable: boolean; heard: (text: string) => void },
): CodeEditor {
  const root = frame.shadowRoot ?? frame.attachShadow({ mode: "open" });
  const heardOf = EditorView.updateListener.of((update) => {
    if (update.docChanged) heard(update.state.doc.toString());
  });
  const extensions = [
    lineNumbers(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    bracketMatching(),
    indentUnit.of("  "),
    yaml(),
    syntaxHighlighting(colours),
    lintGutter(),
    EditorView.lineWrapping,
    EditorState.readOnly.of(!isWritable),
    EditorView.contentAttributes.of({ "aria-label": label, lang: "en" }),
    // Escape, then Tab, leaves it: the keys are those of CodeMirror.
    keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
    look,
    heardOf,
  ];
  const view = new EditorView({ state: EditorState.create({ doc: text, extensions }), root, parent: root });
  return {
    text: () => view.state.doc.toString(),
    setText: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    mark: (faults) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          faults.flatMap((fault) => diagnosticOf(view, fault)),
        ),
      ),
    goTo: (fault) => {
      const [at] = diagnosticOf(view, fault);
      if (!at) return;
      view.dispatch({
        selection: { anchor: at.from, head: at.to },
        effects: EditorView.scrollIntoView(at.from, { y: "center" }),
      });
      view.focus();
    },
    close: () => view.destroy(),
  };
}

/** A fault as CodeMirror has it; nothing where it has no place in this text. */
function diagnosticOf({ state }: EditorView, { line, column = 1, length = 1, message, expected }: Fault): Diagnostic[] {
  if (line === undefined || line < 1 || line > state.doc.lines) return [];
  const { from, to } = state.doc.line(line);
  const begin = Math.min(to, from + column - 1);
  const end = Math.min(state.doc.length, Math.max(begin, begin + length));
  return [
    {
      from: begin,
      to: end,
      severity: "error",
      message: expected === undefined ? message : `${message}\nexpected ${expected}`,
    },
  ];
}
