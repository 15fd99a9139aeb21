import { useEffect, useRef, useState } from "preact/hooks";
import type { Fault } from "../../messages.ts";
import { words as all, faultsOf, go, moment, openingOf, route, theHost } from "../state.ts";
import type { CodeEditor } from "./codeEditor.ts";
import { FaultList } from "./faultList.tsx";
import { copyText, readFile, saveFile } from "./keep.ts";
import { inFile, past } from "./rulesState.ts";

/** Waits until somebody stops writing, in milliseconds. */
const pauseOfWriting = 400;

/** The file of the scenario in an editor, with what is wrong at its place. */
export function FileView() {
  const words = all.value.rules;
  const frame = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | undefined>(undefined);
  const picker = useRef<HTMLInputElement>(null);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [said, setSaid] = useState("");
  const [name, setName] = useState(route.value.scenario);
  const [isEdited, setEdited] = useState(false);
  const file = inFile.value?.text;

  const check = async (text: string, called: string): Promise<void> => {
    const found = await faultsIn(text, called);
    if (editor.current?.text() !== text) return;
    setFaults(found);
    editor.current.mark(found);
  };
  useEffect(() => {
    if (!frame.current || file === undefined) return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    void import("./codeEditor.ts").then(({ openEditor }) => {
      if (gone || !frame.current) return;
      const heard = (text: string): void => {
        setEdited(text !== file);
        clearTimeout(timer);
        timer = setTimeout(() => void check(text, route.value.scenario), pauseOfWriting);
      };
      editor.current = openEditor(frame.current, file, { label: words.file, isWritable: true, heard });
    });
    return () => {
      gone = true;
      clearTimeout(timer);
      editor.current?.close();
      editor.current = undefined;
    };
  }, [file]);

  const openFile = async (chosen: File | undefined): Promise<void> => {
    const text = chosen && (await readFile(chosen));
    if (!chosen || text === undefined) return setSaid(chosen ? words.tooLarge : "");
    setName(nameOf(chosen.name));
    editor.current?.setText(text);
  };
  const run = (): void => {
    const text = editor.current?.text();
    if (text === undefined) return;
    void go({ scenario: nameOf(name), text, changes: {}, tick: Math.max(0, moment.value?.tick ?? 0) });
  };
  const save = async (): Promise<void> => {
    try {
      const text = isEdited
        ? editor.current!.text()
        : await theHost().write({ ...openingOf(route.value), changes: past.value.now });
      saveFile(`${nameOf(name)}.yaml`, text);
    } catch (error) {
      setFaults(faultsOf(error));
    }
  };
  return (
    <section class="file" aria-label={words.file}>
      <p>{words.fileSays}</p>
      <div class="file-buttons">
        <button type="button" onClick={() => picker.current?.click()}>
          {words.openFile}
        </button>
        <input
          ref={picker}
          hidden
          type="file"
          accept=".yaml,.yml"
          onChange={(event) => void openFile(event.currentTarget.files?.[0])}
        />
        <button type="button" onClick={() => void save()}>
          {words.save}
        </button>
        <button
          type="button"
          onClick={() => void copyText(location.href).then((done) => setSaid(done ? words.shared : location.href))}
        >
          {words.share}
        </button>
        <button type="button" class="primary" disabled={!isEdited || faults.length > 0} onClick={run}>
          {words.runFile}
        </button>
        <span role="status">{said}</span>
      </div>
      <div class="editor" ref={frame} />
      <p class="quiet">{words.editorKeys}</p>
      <FaultList faults={faults} says={words.wrong} goTo={(fault) => editor.current?.goTo(fault)} />
    </section>
  );
}

async function faultsIn(text: string, name: string): Promise<readonly Fault[]> {
  try {
    const read = await theHost().read({ name, text, changes: {} });
    return read.ok ? [] : read.faults;
  } catch (error) {
    return faultsOf(error);
  }
}

/** A name as the address can have it. */
function nameOf(file: string): string {
  const plain = file.replace(/\.ya?ml$/i, "").replace(/[^\p{L}\p{N}_.-]/gu, "-");
  return plain.slice(0, 80) || "mine";
}
