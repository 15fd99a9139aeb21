/** A sentence of the library without the marks of names: `consequences.no_support.blocks` becomes words. */
export function plainly(text: string): string {
  const quoted = text.replace(/\b(Acts of) (\w[\w ]*?)(?= (?:fall|rise|are|is)\b|:)/g, "$1 “$2”");
  return quoted.replace(/(?<=[a-z_]{2})\.(?=[a-z_]{2})/g, " › ").replaceAll("_", " ");
}

/** Whether an answer says that what was assumed of responses acts on it. */
export function restsOnAssumed(says: string): boolean {
  return /assumed/i.test(says);
}
