import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Fault } from "../../messages.ts";
import { encodeRoute, type Route } from "../route.ts";
import { words as all, faultsOf, go, moment, openingOf, route, theHost } from "../state.ts";
import type { CodeEditor } from "./codeEditor.ts";
import { FaultList } from "./faultList.tsx";
import { copyText, readFile, saveFile } from "./keep.ts";
import { inFile, past } from "./rulesState.ts";

/** Waits until somebody stops writing, in milliseconds. */
const pauseOfWriting = 400;

/** An editor that stands in a frame, and what is known of its text. */
interface Edited {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly editor: RefObject<CodeEditor | null>;
  readonly faults: readonly Fault[];
  readonly isEdited: boolean;
  readonly setFaults: (faults: readonly Fault[]) => void;
}

/** Opens an editor of a file, loaded by then; its text is read whenever somebody stops writing. */
function useEditor(file: string | undefined, label: string): Edited {
  const frame = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>(null);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [isEdited, setEdited] = useState(false);
  const check = async (text: string): Promise<void> => {
    const found = await faultsIn(text, route.value.scenario);
    if (editor.current?.text() !== text) return;
    setFaults(found);
    editor.current.mark(found);
  };
  useEffect(() => {
    if (!frame.current || file === undefined) return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const heard = (text: string): void => {
      setEdited(text !== file);
      clearTimeout(timer);
      timer = setTimeout(() => void check(text), pauseOfWriting);
    };
    void import("./codeEditor.ts").then(({ openEditor }) => {
      if (!gone && frame.current) editor.current = openEditor(frame.current, file, { label, isWritable: true, heard });
    });
    return () => {
      gone = true;
      clearTimeout(timer);
      editor.current?.close();
      editor.current = null;
    };
  }, [file]);
  return { frame, editor, faults, isEdited, setFaults };
}

/** The file of the scenario in an editor, with what is wrong at its place. */
export function FileView() {
  const words = all.value.rules;
  const edited = useEditor(inFile.value?.text, words.file);
  const { editor, faults, frame } = edited;
  return (
    <section class="file" aria-label={words.file}>
      <p>{words.fileSays}</p>
      <FileButtons {...edited} />
      <div class="editor" ref={frame} />
      <p class="quiet">{words.editorKeys}</p>
      <FaultList faults={faults} says={words.wrong} goTo={(fault) => editor.current?.goTo(fault)} />
    </section>
  );
}

/** Open, save, share and run. */
function FileButtons({ editor, faults, isEdited, setFaults }: Edited) {
  const words = all.value.rules;
  const picker = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  const [name, setName] = useState(route.value.scenario);
  const written = (): Partial<Route> =>
    isEdited ? { scenario: nameOf(name), text: editor.current!.text(), changes: {} } : { changes: past.value.now };
  const openFile = async (chosen: File | undefined): Promise<void> => {
    const text = chosen && (await readFile(chosen));
    if (!chosen || text === undefined) return setSaid(chosen ? words.tooLarge : "");
    setName(nameOf(chosen.name));
    editor.current?.setText(text);
  };
  const save = async (): Promise<void> => {
    try {
      const text = await theHost().write(openingOf({ ...route.value, ...written() }));
      saveFile(`${nameOf(name)}.yaml`, text);
    } catch (error) {
      setFaults(faultsOf(error));
    }
  };
  const share = async (): Promise<void> => {
    const address = new URL(await encodeRoute({ ...route.value, ...written() }), location.href).href;
    setSaid((await copyText(address)) ? words.shared : address);
  };
  const run = (): void => void go({ ...written(), tick: Math.max(0, moment.value?.tick ?? 0) });
  return (
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
      <button type="button" onClick={() => void share()}>
        {words.share}
      </button>
      <button type="button" class="primary" disabled={!isEdited || faults.length > 0} onClick={run}>
        {words.runFile}
      </button>
      <span role="status">{said}</span>
    </div>
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
