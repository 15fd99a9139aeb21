/** A line for a terminal: it breaks between its words, and nowhere else. */
export function Command({ line }: { readonly line: string }) {
  return <>{line.split(" ").flatMap((word, i) => [i === 0 ? "" : " ", <span class="word">{word}</span>])}</>;
}
