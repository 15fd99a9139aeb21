/** Puts a text where it can be pasted from; says whether that was allowed. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** Where a page may not write to the clipboard: by a selection, as a person would. */
function copySelected(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "away";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

/** Gives a text to the reader as a file. */
export function saveFile(name: string, text: string, type = "application/yaml"): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: the browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The most that is read of a file that somebody opens, in bytes: no scenario is so long. */
const mostBytes = 2_000_000;

/** The text of a file; undefined where it is too large to be a scenario. */
export async function readFile(file: File): Promise<string | undefined> {
  return file.size > mostBytes ? undefined : file.text();
}
