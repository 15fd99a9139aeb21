import { moreEn } from "./more/en.ts";

/** All words of the page. What a scenario or a life says stays as it is. */
export const en = {
  ...moreEn,
  name: "Glasshouse",
  claim: "A laboratory for social credit systems",
  home: "all worlds",
  skip: "To the content",
  settings: "Language and light",
  loading: "One moment…",
  theme: { light: "Light", dark: "Dark" },
  other: "中文",
  notices: {
    version: (version: string) =>
      `This address was made by version ${version} of Glasshouse; what it shows may differ here.`,
    address: "Of this address could not be read, and was left out:",
    problem: "This scenario cannot be run",
    close: "Close",
  },
};

export type Words = typeof en;
