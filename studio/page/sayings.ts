/** A sentence of the library without the marks of names: `consequences.no_support.blocks` becomes words. */
export function plainly(text: string): string {
  const quoted = text.replace(/\b(Acts of) (\w[\w ]*?)(?= (?:fall|rise|are|is)\b|:)/g, "$1 “$2”");
  return quoted.replace(/(?<=[a-z_]{2})\.(?=[a-z_]{2})/g, " › ").replaceAll("_", " ");
}

/** Whether an answer says that what was assumed of responses acts on it. */
export function restsOnAssumed(says: string): boolean {
  return /assumed/i.test(says);
}

/**
 * An entry of a life as a page has it in English: a consequence as what holds from then on, what comes when it is due as what is done,
 * and days as `sayDate` has them.
 */
export function readable(text: string, sayDate: (day: string) => string): string {
  return text
    .replace(/^(.+) holds from the start\b/, "from the start: $1")
    .replace(/^(?!the phase )(.+) begins(?=$|[ ,]*[(,])/, "from now on: $1")
    .replace(/^(?!the phase )(.+) ends(?=$|[ ,]*[(,])/, "no longer: $1")
    .replace(/, as it was due\b/, "")
    .replace(/\bthe (black|red)list ([a-z_]+)/g, "the $1list “$2”")
    .replace(/\b\d{4}-\d\d-\d\d\b/g, sayDate);
}
