import type { Entry, Life } from "../../../src/index.ts";
import type { PersonWords } from "../../words/more/en.ts";
import { toldBand } from "../told.ts";
import { fatesOf, markOf } from "./marks.ts";

/** What the system has of somebody, beside what is true. */
export function Believed(of: {
  readonly life: Life;
  readonly words: PersonWords;
  readonly sayScore: (score: number) => string;
  readonly sayPoints: (points: number) => string;
  readonly sayCount: (count: number) => string;
}) {
  const { life, words, sayScore, sayPoints, sayCount } = of;
  const { score, truly, band, entries } = life;
  const count = (fits: (entry: Entry) => boolean): string => sayCount(entries.filter(fits).length);
  const deeds = [
    [words.marks.deed, count((entry) => markOf(entry) === "deed")],
    ...fatesOf(entries).map(([fate, many]) => [words.fates[fate], sayCount(many)]),
  ] as const;
  const records = [
    [words.recorded, count(({ kind }) => kind === "record")],
    [words.falseOnes, count(({ kind, about }) => kind === "record" && about === "mistake")],
  ] as const;
  return (
    <div class="believed">
      {score === undefined ? (
        <p>{words.noScore}</p>
      ) : (
        <dl class="believed-figures">
          <div>
            <dt>{words.onFile}</dt>
            <dd>{sayScore(score)}</dd>
            {band !== undefined && (
              <dd class="quiet">
                {band === "ungraded" ? "" : `${words.band} `}
                <span {...toldBand(band)} />
              </dd>
            )}
          </div>
          {truly !== undefined && (
            <div>
              <dt>{words.truly}</dt>
              <dd>{sayScore(truly)}</dd>
              <dd class="quiet">{truly === score ? words.noneWrong : words.wrongBy(sayPoints(score - truly))}</dd>
            </div>
          )}
        </dl>
      )}
      {truly === undefined && score !== undefined && <p class="quiet">{words.noAccount}</p>}
      {[deeds, records].map((rows) => (
        <dl class="believed-counts" key={rows[0][0]}>
          {rows.map(([says, figure]) => (
            <div key={says}>
              <dt>{says}</dt>
              <dd>{figure}</dd>
            </div>
          ))}
        </dl>
      ))}
    </div>
  );
}
