import { blanked } from "../core/visible.ts";

/** A piece of HTML in which all that came from outside is escaped. Made by `tag` alone. */
export interface Markup {
  readonly html: string;
}

export type Inner = Markup | string | undefined | readonly Inner[];
export type Attributes = Readonly<Record<string, string | number | undefined>>;

const voids = new Set(["meta", "br"]);

/** An element. Texts and the values of attributes are escaped; names are ours. */
export function tag(name: string, attributes: Attributes, ...inner: Inner[]): Markup {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeText(String(value))}"`],
  );
  const head = `<${name}${given.join("")}>`;
  return { html: voids.has(name) ? head : `${head}${htmlOf(inner)}</${name}>` };
}

/** Several pieces as one. */
export function join(...inner: Inner[]): Markup {
  return { html: htmlOf(inner) };
}

function htmlOf(inner: Inner): string {
  if (inner === undefined) return "";
  if (typeof inner === "string") return escapeText(inner);
  return "html" in inner ? inner.html : inner.map(htmlOf).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text that means itself and nothing else, in an element or an attribute; what cannot be seen becomes a blank. */
export function escapeText(text: string): string {
  return blanked(text).replace(/[&<>"']/g, (letter) => entities[letter]!);
}
