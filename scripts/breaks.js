import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, visit } from "yaml";

// How a key of a scenario is broken: by as little as makes its sentence false. A figure that a source gives is moved a little,
// an assumed one is turned or taken to nothing, a rule is turned, and what has none of these is left out.

/**
 * @typedef {import("yaml").Document} Document
 * @typedef {readonly (string | number)[]} Path
 *
 * One way to break a key.
 * @typedef {object} Break
 * @property {string} how what is done, in words
 * @property {(document: Document) => void} apply does it to a document of the same text
 */

/**
 * Ways to break what stands at a key, the smallest first. Some may make the scenario one that cannot be read: the caller
 * goes on to the next.
 * @param {Document} document
 * @param {Path} at
 * @param {(count: number) => number} draw a place below a count, the same for the same key
 * @returns {Break[]}
 */
export function breaksOf(document, at, draw) {
  const out = { how: "left out", apply: (/** @type {Document} */ one) => void one.deleteIn(at) };
  const written = document.getIn(at, true);
  // What stands elsewhere is broken here alone.
  const node = isAlias(written) ? written.resolve(document) : written;
  if (isScalar(node)) return [...breakValue(at, node.value, true), out, ...breakName(document, at, node.value)];
  if (isMap(node) && isScalar(node.get("is", true)))
    return [...breakValue(isAlias(written) ? at : [...at, "is"], node.get("is"), !node.has("assumed")), out];
  const inside = shuffled(leavesIn(document, node, at), draw);
  const [sourced, others] = [inside.filter((leaf) => leaf.sourced), inside.filter((leaf) => !leaf.sourced)];
  const names = inside.flatMap((leaf) => breakName(document, leaf.at, leaf.value));
  return [...breaksIn(sourced), out, ...breaksIn(others), ...names, ...breakList(node, at), ...breakShares(node, at)];
}

/**
 * Another conduct in the place of one: what may neither be left out nor be no name, such as what a denial blocks.
 * @param {Document} document
 * @param {Path} at
 * @param {unknown} value
 * @returns {Break[]}
 */
function breakName(document, at, value) {
  if (!at.some((key) => key === "blocks" || key === "grounds")) return [];
  const conduct = document.getIn(at[0] === "enterprises" ? ["enterprises", "conduct"] : ["conduct"], true);
  const names = isMap(conduct) ? conduct.items.map(({ key }) => (isScalar(key) ? key.value : key)) : [];
  return names
    .filter((name) => name !== value)
    .map((name) => ({
      how: `${at.join(".")}: ${value} to ${name}`,
      apply: (/** @type {Document} */ one) => void one.setIn(at, name),
    }));
}

/**
 * A list without one of its items.
 * @param {unknown} node
 * @param {Path} at
 * @returns {Break[]}
 */
function breakList(node, at) {
  if (!isSeq(node) || node.items.length < 2) return [];
  return node.items.map((item, place) => ({
    how: `${at.join(".")} without ${item}`,
    apply: (/** @type {Document} */ one) => void one.deleteIn([...at, place]),
  }));
}

/**
 * Two shares in each other's place, since what adds up to 1 has to go on doing so.
 * @param {unknown} node
 * @param {Path} at
 * @returns {Break[]}
 */
function breakShares(node, at) {
  /** @type {Break[]} */
  const ways = [];
  if (!isCollection(node)) return ways;
  visit(node, {
    Map(_, map, path) {
      const shares = map.items.map(({ key, value }) => [isScalar(key) && key.value, isScalar(value) && value.value]);
      const sum = shares.reduce((all, [, share]) => (typeof share === "number" ? all + share : Number.NaN), 0);
      const [[one, first] = [], [other, second] = []] = shares;
      if (Math.abs(sum - 1) > 1e-9 || Number.isNaN(sum) || shares.length < 2 || first === second) return undefined;
      const to = [...at, ...namesOf(path, map)];
      ways.push({
        how: `${to.join(".")}: ${one} and ${other} exchanged`,
        apply: (document) => {
          document.setIn([...to, one], second);
          document.setIn([...to, other], first);
        },
      });
      return undefined;
    },
  });
  return ways;
}

/**
 * The first way to break each of some values, then the second of each, and so on.
 * @param {{ at: Path, value: unknown, sourced: boolean }[]} leaves
 */
function breaksIn(leaves) {
  const ways = leaves.map((leaf) => breakValue(leaf.at, leaf.value, leaf.sourced));
  const most = Math.max(0, ...ways.map(({ length }) => length));
  return Array.from({ length: most }, (_, turn) => ways.flatMap((some) => some.slice(turn, turn + 1))).flat();
}

/**
 * @param {Path} at
 * @param {unknown} value
 * @param {boolean} sourced whether a source gives it
 * @returns {Break[]}
 */
function breakValue(at, value, sourced) {
  return turnsOf(value, sourced).map((turned) => ({
    how: `${at.join(".")}: ${value} to ${turned}`,
    apply: (document) => document.setIn(at, turned),
  }));
}

/**
 * Values that a value is turned into.
 * @param {unknown} value
 * @param {boolean} sourced
 * @returns {(string | number | boolean)[]}
 */
function turnsOf(value, sourced) {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") {
    const moved = [-1, 1].map((way) => Number(moveFigure(String(value), way)));
    return sourced ? moved : [-value, 0, 2 * value, ...moved].filter((one) => one !== value && !Object.is(one, -0));
  }
  if (typeof value !== "string") return [];
  if (Object.hasOwn(opposites, value)) return [opposites[value]];
  const date = value.match(/\d{4}-\d{2}-\d{2}/)?.[0];
  if (date) return [value.replace(date, nextDay(date))];
  const figure = value.match(/(?<![\w.])\d[\d_]*(\.\d+)?/)?.[0];
  const moved = figure === undefined ? [] : [-1, 1].map((way) => value.replace(figure, moveFigure(figure, way)));
  const rule = ruleTurns(value);
  // A figure with a unit, as in `30 days`, or a rule in which it stands.
  return sourced || rule.length === 0 ? [...moved, ...rule] : [...rule, ...moved];
}

/** Who sees what is shown: left out it would be everyone, which breaks nothing where it is that. @type {Record<string, string>} */
const opposites = { everyone: "nobody", nobody: "everyone", friends: "nobody" };

/** What each comparison is turned into: what is true is false. @type {Record<string, string>} */
const turned = { "<=": ">", ">=": "<", "==": "!=", "!=": "==", "<": ">=", ">": "<=" };

/**
 * @param {string} text
 * @returns {string[]} none where it is no rule
 */
function ruleTurns(text) {
  if (/<=|>=|==|!=|<|>/.test(text)) return [text.replace(/<=|>=|==|!=|<|>/, (sign) => turned[sign])];
  if (/^[a-z]\w*$/.test(text)) return [`!${text}`, `0 * ${text}`];
  return /[*/+?()-]/.test(text) && /[a-z_]/.test(text) ? [`0 * (${text})`, `!(${text})`] : [];
}

/**
 * A figure moved by one in its last place or by a fiftieth, whichever is more: 4.4 for 4.5.
 * @param {string} written such as 800_000 or 4.5
 * @param {number} way -1 towards nothing, 1 away from it
 */
function moveFigure(written, way) {
  const value = Number(written.replaceAll("_", ""));
  const decimals = written.split(".")[1]?.length ?? 0;
  const step = Math.max(10 ** -decimals, Math.abs(value) / 50);
  return (value + way * Math.sign(value || way) * step).toFixed(decimals);
}

/** @param {string} date such as 2010-01-01 */
function nextDay(date) {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}

/**
 * Values inside a node that could be broken, with whether a source gives each: a value that stands bare, with no tag, is taken
 * for one that is not sourced, and where figures are tagged those that say where they are from.
 * @param {Document} document
 * @param {unknown} root
 * @param {Path} at
 */
function leavesIn(document, root, at) {
  /** @type {{ at: Path, value: unknown, sourced: boolean }[]} */
  const leaves = [];
  if (!isCollection(root)) return leaves;
  visit(root, {
    Alias(_, node, path) {
      const named = node.resolve(document);
      if (isMap(named) && isScalar(named.get("is", true)))
        leaves.push({ at: [...at, ...namesOf(path, node)], value: named.get("is"), sourced: !named.has("assumed") });
      return undefined;
    },
    Scalar(key, node, path) {
      if (key === "key") return undefined;
      const names = namesOf(path, node);
      const last = names.at(-1);
      if (typeof last === "string" && prose.has(last)) return undefined;
      const sourced = path.some((one) => isMap(one) && one.has("is") && (one.has("reported") || one.has("documented")));
      leaves.push({ at: [...at, ...names], value: node.value, sourced });
      return undefined;
    },
  });
  return leaves;
}

/** What says something of a figure and is none. */
const prose = new Set(["assumed", "reported", "documented", "named", "note", "about", "title"]);

/**
 * @param {readonly unknown[]} path nodes above, from the outermost
 * @param {unknown} node
 * @returns {(string | number)[]} keys and places on the way to the node
 */
function namesOf(path, node) {
  /** @type {(string | number)[]} */
  const names = [];
  path.forEach((one, place) => {
    // A severity is a number, and would not be found by its text.
    if (isPair(one)) names.push(/** @type {string | number} */ (isScalar(one.key) ? one.key.value : one.key));
    else if (isSeq(one)) names.push(one.items.indexOf(path[place + 1] ?? node));
  });
  return names;
}

/**
 * @template T
 * @param {T[]} list
 * @param {(count: number) => number} draw
 */
function shuffled(list, draw) {
  const left = [...list];
  return Array.from({ length: left.length }, () => left.splice(draw(left.length), 1)[0]);
}
