import { useLayoutEffect, useRef } from "preact/hooks";
import type { Markup } from "../../../src/charts/markup.ts";

/** A chart as the library draws it, all that came from outside escaped by it. `tones` are colours of its bars, one by one. */
export function Drawing({ markup, tones }: { markup: Markup; tones?: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!tones) return;
    const bars = box.current?.querySelectorAll("rect.tone") ?? [];
    for (const [i, bar] of bars.entries()) bar.setAttribute("fill", tones[i]!);
  });
  // Made by `tag` alone, which escapes every text and attribute.
  return <div class="drawing" ref={box} dangerouslySetInnerHTML={{ __html: markup.html }} />;
}
