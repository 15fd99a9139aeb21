import { aNumber, anObject, aText } from "./kinds.ts";
import { checkArguments } from "./problem.ts";
import { type Position, positionOf as positionIn, type Source } from "./source.ts";

/** The line, column and text of an offset, for those outside. Offsets past the end give the last line. */
export function positionOf(source: Source, offset: number): Position {
  const aSource = anObject("a source", { name: aText, text: aText });
  checkArguments("positionOf", { source: [source, aSource], offset: [offset, aNumber] });
  return positionIn(source, offset);
}
