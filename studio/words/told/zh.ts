import { type Teller, type Told, tellerOf } from "./tell.ts";
import { zhAbouts } from "./zhAbouts.ts";
import { zhLives } from "./zhLives.ts";
import { zhMeasures } from "./zhMeasures.ts";
import { zhNames } from "./zhNames.ts";
import { zhParts } from "./zhParts.ts";
import { zhSentences } from "./zhSentences.ts";
import { zhWorlds } from "./zhWorlds.ts";

/** All that is translated of what scenarios and lives say. A text by its own words, a long one by their digest. */
export const zhTold: Told = {
  ...zhWorlds,
  ...zhAbouts,
  ...zhNames,
  ...zhMeasures,
  ...zhParts,
  ...zhSentences,
  ...zhLives,
};

const digits = "[−+-]?[\\d,]*\\.?\\d+(?:e[−-]?\\d+)?";
const figure = new RegExp(`^${digits}$`);
const share = new RegExp(`^(${digits}) %$`);
const day = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Figures, shares and days as Chinese has them. */
function figured(text: string): string | undefined {
  if (figure.test(text)) return text;
  const percent = share.exec(text);
  if (percent) return `${percent[1]}%`;
  const date = day.exec(text);
  return date ? `${date[1]}年${Number(date[2])}月${Number(date[3])}日` : pathed(text);
}

/** Where something stands in a scenario, word by word. */
function pathed(text: string): string | undefined {
  const words = text.split(/ [›·] /);
  if (words.length === 1) return undefined;
  const said = words.map((word) => zhTell(word));
  return said.includes(undefined) ? undefined : said.join(" › ");
}

export const zhTell: Teller = tellerOf(zhTold, figured);
