import { axisOf } from "../charts/axis.ts";
import { drawBars, drawHistogram, drawStack, placesOf } from "../charts/charts.ts";
import type { Markup } from "../charts/markup.ts";
import { causesOf, sayWhose } from "../report/lowest.ts";
import { isUneven, openEdges, sayCounted, spreadOf } from "../report/score.ts";
import { sayCount, sayFigure, sayName, sayShare, saySigned } from "../report/wording.ts";
import { layFigure } from "./figure.ts";
import { sharesOf } from "./headlines.ts";
import { bandClass, type Scoring, type Story, sayBand } from "./story.ts";

const mostBars = 60;
/** Days that a table of a series has. */
export const mostDates = 13;

/** How the scores of a kind are spread at the end, with its bands where they are in force by then. */
export function laySpread(story: Story, scoring: Scoring): Markup | undefined {
  const { run } = story;
  const { noun, score } = scoring;
  const hasEnded = scoring.tick >= 0 && scoring.tick < run.ticks - 1;
  const bands = hasEnded ? [] : scoring.bands;
  const { edges, counts } = spreadOf(run, score, bands, mostBars);
  if (counts.length === 0) return undefined;
  const bins = counts.map((count, i) => {
    const [low, high] = [edges[i]!, edges[i + 1]!];
    const band = bands.findLastIndex((one) => one.from <= (low + high) / 2);
    const kind = bands.length > 0 ? bandClass(Math.max(0, band)) : "series-0";
    return { from: low, to: high, count, class: kind };
  });
  const edge = openEdges(edges);
  const [first, last] = [edges[0]!, edges.at(-1)!];
  const all = counts.reduce((sum, count) => sum + count, 0);
  const top = bins.reduce((most, one) => (one.count > most.count ? one : most));
  const cuts = bands
    .filter(({ from: at }) => at > first && at < last)
    .map((one) => ({ at: one.from, text: sayName(one.name) }));
  const says = `Bars from ${edge(first)} to ${edge(last)}. The highest holds ${sayCount(top.count)} ${noun}, ${sayShare(top.count / all)} of all, between ${edge(top.from)} and ${edge(top.to)}.`;
  const title = noun === "people" ? "Scores at the end" : `Scores of ${noun} at the end`;
  const across = { ...axisOf(first, last, false, { count: 5, unit: "score, in points" }), from: first, to: last };
  const marks = across.marks.filter(({ at }) => at >= first && at <= last);
  const uneven = isUneven(edges);
  const widest = Math.max(...bins.map((one) => one.to - one.from));
  const unit = uneven ? `${noun} in ${sayFigure(widest)} points` : noun;
  const highest = Math.max(
    ...bins.map((one) => (one.count * (uneven ? widest : one.to - one.from)) / (one.to - one.from)),
  );
  const drawn = bins.map((one) => ({
    ...one,
    height: uneven ? (one.count * widest) / (one.to - one.from) : one.count,
  }));
  const chart = drawHistogram(
    { id: story.id(), title, says },
    drawn,
    cuts,
    { ...across, marks },
    axisOf(0, highest, false, { unit }),
  );
  const keys = bands.map(({ name, from: at }, i) => ({
    name: `${sayName(name)}, from ${sayFigure(at)}`,
    class: bandClass(i),
  }));
  const ended = hasEnded
    ? `Grades had ended (the last on ${story.day(scoring.tick)}): these scores have none.`
    : undefined;
  const counted = noun === "people" ? sayCounted(run) : undefined;
  const notes = [ended, counted].filter((one) => one !== undefined);
  const note = notes.length > 0 ? notes.join(" ") : undefined;
  const table = {
    caption: `${title}, by stretch of the scale`,
    heads: ["from", "to", noun, "share"],
    numbers: [true, true, true, true],
    rows: bins.map((one) => [edge(one.from), edge(one.to), sayCount(one.count), sayShare(one.count / all)]),
  };
  return layFigure(title, chart, [...keys].reverse(), table, note);
}

/** What share of a kind was in each band, over time. */
export function layBandsOverTime(story: Story, scoring: Scoring): Markup | undefined {
  const { run } = story;
  const { noun, bands, counts, tick } = scoring;
  if (counts === undefined || tick < 0) return undefined;
  const all = counts.series();
  const shares = bands.map(({ name }) => counts.series(name).map((count, t) => count / all[t]!));
  const rest = all.map((_, t) => Math.max(0, 1 - shares.reduce((sum, one) => sum + one[t]!, 0)));
  const layers = bands.map(({ name }, i) => ({ name: sayName(name), figures: shares[i]!, class: bandClass(i) }));
  const isUngraded = rest.some((share) => share > 1e-9);
  if (isUngraded) layers.push({ name: "ungraded", figures: rest, class: "ungraded" });
  const title = noun === "people" ? "Bands over time" : `Bands of ${noun} over time`;
  const ends = layers.map(({ name, figures }) => {
    const most = Math.max(...figures.slice(0, tick + 1));
    const peak = `${sayShare(most)} at most (${story.day(figures.indexOf(most))})`;
    return `${name} ${sayShare(figures[0]!)}, ${peak}, ${sayShare(figures[tick]!)}`;
  });
  const says = `Share in each band, first, at most and ${story.when(tick)}: ${ends.join("; ")}.`;
  const chart = drawStack(
    { id: story.id(), title, says },
    layers,
    story.across,
    axisOf(0, 1, true, { unit: `share of ${noun}` }),
  );
  const keys = layers.map(({ name, class: kind }) => ({ name, class: kind })).reverse();
  return layFigure(title, chart, keys, {
    caption: `${title}: share of all ${noun}`,
    heads: ["day", ...layers.map(({ name }) => name)],
    numbers: [false, ...layers.map(() => true)],
    rows: placesOf(run.ticks, mostDates).map((t) => [
      story.day(t),
      ...layers.map(({ figures }) => sayShare(figures[t]!)),
    ]),
  });
}

/** Which groups are in the lowest band more often than others. */
export function layHit(story: Story, scoring: Scoring): Markup | undefined {
  const shares = sharesOf(story, scoring);
  const [lowest] = scoring.bands;
  if (!lowest || shares.every(({ share }) => share === 0)) return undefined;
  const title = `Share of ${scoring.noun} in ${sayBand(lowest)}, the lowest band, by group`;
  const rows = shares.map(({ grouping, group, share }, i) => ({
    name: sayName(group),
    head: shares[i - 1]?.grouping === grouping ? undefined : sayName(grouping),
    figure: share,
    text: sayShare(share),
  }));
  const says = `Bars: ${shares.map(({ group, share }) => `${sayName(group)} ${sayShare(share)}`).join(", ")}.`;
  const chart = drawBars({ id: story.id(), title, says }, rows, bandClass(0));
  const when = story.when(scoring.tick);
  const note = `${when.charAt(0).toUpperCase()}${when.slice(1)}. Small groups differ by chance.`;
  const table = {
    caption: title,
    heads: ["told apart by", "group", scoring.noun, "in it", "share"],
    numbers: [false, false, true, true, true],
    rows: shares.map(({ grouping, group, people, share }) => [
      sayName(grouping),
      sayName(group),
      sayCount(people),
      sayCount(share * people),
      sayShare(share),
    ]),
  };
  return layFigure(title, chart, [], table, note);
}

const mostCausesDrawn = 12;

/** What took the points of those in the lowest band: all that they had lost. */
export function layCauses(story: Story, { bands, kind, tick }: Scoring): Markup | undefined {
  const { losses } = story.run;
  if (!losses || bands.length === 0 || kind.of !== undefined) return undefined;
  const causes = causesOf(losses, mostCausesDrawn);
  const taken = causes.flatMap(({ name, points, share }) =>
    share === undefined ? [] : [{ name, figure: points, text: sayShare(share) }],
  );
  if (taken.length === 0) return undefined;
  const title = `What took the points of those in the lowest band ${story.when(tick)}`;
  const says = `Bars: ${taken.map(({ name, text }) => `${name} ${text}`).join(", ")} of all points lost.`;
  const chart = drawBars({ id: story.id(), title, says }, taken, bandClass(0));
  const table = {
    caption: "Points since the start of those in the lowest band",
    heads: ["cause", "points", "share of losses"],
    numbers: [false, true, true],
    rows: causes.map(({ name, points, share }) => [
      name,
      saySigned(Math.round(points)),
      share === undefined ? "none" : sayShare(share),
    ]),
  };
  return layFigure(title, chart, [], table, sayWhose(losses));
}
