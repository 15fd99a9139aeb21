/** A scenario whose every text tries to become markup. */
export const hostileText = `title: "<script>alert('title')</script>"
about: "</p><script>alert('about')</script><img src=x onerror=alert(1)> \\"quoted\\" & more"
notes:
  - "</li></ul></main><iframe src='//example.org'></iframe>"
  - "right to left \\u202E and \\u2028 a line"
sources:
  "<b>id</b>":
    title: "<a href='javascript:alert(2)'>title</a>"
    publisher: "</td><td onmouseover=alert(3)>"
    date: "2020-01-01<br>"
    url: "javascript:alert(4)"
    note: "<!-- -->"
  web: { title: "A page", url: "https://example.org/?a=1&b=\\"2\\"" }
time: { start: 2020-01-01, tick: 1 week, span: 1 year }
population:
  size: { is: 200, assumed: "</style><style>*{display:none}</style>" }
  traits: { careful: { chance: 0.5, assumed: "<svg onload=alert(5)>" } }
conduct:
  slips: { per_year: { is: "careful ? 5 : 50", assumed: "]]><script>" }, channel: camera }
channels: { camera: { coverage: { is: 0.9, documented: web } } }
scheme:
  score: { start: 100, from: 0, to: 200 }
  points: { slips: { is: -1, reported: "<b>id</b>" } }
  bands: { A: 90, B: 0 }
consequences:
  shut_out: { domain: travel, when: "band < A && careful", costs: 10 yuan per year }
groups:
  care: { when: careful, yes: careful_ones, no: others }
measures:
  low: { share: "score < 50", by: care }
`;

const voids = new Set(["meta", "br"]);

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * The elements of a page, read strictly: every attribute in quotes, every element closed in its turn, and no bare `<`, `>`
 * or `&`. Throws where that is not so.
 */
export function elementsOf(html: string): Element[] {
  const found: Element[] = [];
  const open: string[] = [];
  const body = html.replace(/^<!doctype html>\n/, "").trimEnd();
  const pattern = /<style>([^<]*)<\/style>|<(\/?)([a-z][a-z0-9]*)((?: [\w-]+="[^"<>]*")*)>|([^<>]+)/gy;
  while (pattern.lastIndex < body.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(body);
    if (!match) throw new Error(`not markup: ${body.slice(at, at + 80)}`);
    const [, style, slash, name, attributes = "", text] = match;
    const bare = style === undefined && /&(?!(amp|lt|gt|quot|#39);)/.exec(text ?? attributes);
    if (bare) throw new Error(`a bare & in ${match[0].slice(0, 80)}`);
    if (style !== undefined) found.push({ name: "style", attributes: new Map() });
    if (name === undefined) continue;
    if (slash === "/") {
      if (open.pop() !== name) throw new Error(`${name} is closed out of turn`);
      continue;
    }
    if (!voids.has(name)) open.push(name);
    const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!] as const);
    found.push({ name, attributes: new Map(pairs) });
  }
  if (open.length > 0) throw new Error(`${open.join(", ")} are not closed`);
  return found;
}
