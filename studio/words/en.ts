import { moreEn } from "./more/en.ts";

/** All words of the page. What a scenario or a life says stays as it is. */
export const en = {
  ...moreEn,
  name: "Glasshouse",
  home: "all worlds",
  skip: "To the content",
  settings: "Language and light",
  loading: "One moment: the engine is being loaded…",
  theme: { light: "Light", dark: "Dark" },
  other: "中文",
  notices: {
    version: (version: string) =>
      `This address was made by version ${version} of Glasshouse; what it shows may differ here.`,
    address: "Some of this address could not be read, and was left out:",
    problem: "This scenario cannot be run",
    warning: "A warning",
    close: "Close",
  },
  front: {
    title: "Watch a country being scored.",
    lead: "Every dot is a person. A scheme watches, adds and takes away. Press play, ask why someone fell, change a rule, and see the difference.",
    play: "Press play",
    tour: "Take the tour · two minutes",
    life: "Live one life",
    picture: "Two thousand people of Suining, coloured by their score, week by week",
    scale: "lowest to highest score, by rank",
    synthetic: "Everyone here is synthetic",
    others: "More worlds",
    pictureOf: (title: string) => `A small run of: ${title}`,
    many: (people: string) => `${people} people`,
    of: (twins: number, people: string, first: number, assumed: boolean) =>
      `95 % interval · ${twins} worlds of ${people} people, seeds ${first} to ${first + twins - 1}${assumed ? " · how people respond is assumed" : ""}`,
    card: { scale: (says: string) => `${says}: low to high, by rank`, list: (says: string) => `on the list: ${says}` },
  },
  country: {
    label: "The country: every square is a person, every block a neighbourhood",
    help: "Arrow keys move the picture, plus and minus come closer and go back, 0 shows all, Enter opens the person in the middle.",
    closer: "Come closer",
    farther: "Go back",
    whole: "Show all",
    save: "Save the picture",
    person: "Person",
    open: "Open",
  },
  legend: {
    title: "Coloured by",
    by: "By what people are coloured",
    filter: "Whom the picture shows in full",
    groups: { score: "Score", band: "Band", list: "Lists", state: "How they fare", trait: "Who they are" },
    spread: (says: string) => `How people are spread over ${says === "score" ? "the score" : `“${says}”`}`,
    share: "share of people",
    spreadSays: (says: string, people: string) => `Upright bars: the share of ${people} people by ${says}.`,
  },
  controls: {
    label: "Time",
    play: "Play",
    pause: "Pause",
    again: "Again",
    step: "Step",
    pace: "Speed",
    fastest: "as fast as it can",
    perSecond: (ticks: number) => `${ticks} a second`,
    timeline: "Where in time",
    /** `unit` is empty where a tick is no unit of the calendar. */
    tickOf: (tick: number, ticks: number, unit: string) => `${unit || "step"} ${tick} of ${ticks}`,
    settling: "Settling…",
    setup: "Set up",
    people: "People",
    seed: "Seed",
    setupSays: "The same people and seed give the same world, here and on the command line.",
  },
  charts: {
    title: "Measured",
    gradesOver: "the grades have ended",
    says: (figures: string) => `Lines over time. Now: ${figures}.`,
    behind: "Table, files, command",
    tick: "Tick",
    save: (kind: string) => `Save ${kind}`,
    command: "The same figures on the command line",
    choose: (count: number) => `Other figures (${count})`,
    events: "What happened",
    /** `unit` is empty where a tick is no unit of the calendar. */
    at: (tick: number, unit: string) => `${unit || "step"} ${tick}`,
    changedThen: "was changed while the world went on",
  },
  world: {
    about: "About this world",
    whole: "The whole run",
    csv: "All figures (CSV)",
    page: "A page to publish (HTML)",
  },
  spoken: { figure: (title: string, figure: string) => `${title}: ${figure}.` },
  footer: {
    synthetic: "Everyone here is synthetic.",
    of: (people: string, seed: number, tick: number) => `${people} people, seed ${seed}, tick ${tick}.`,
    assumed: (assumed: number, all: number) => `${assumed} of ${all} figures are assumed.`,
    picture: (people: number, seed: number, tick: number) =>
      `Synthetic: ${people} people, seed ${seed}, tick ${tick}. Glasshouse.`,
  },
  because: (what: string, many: string, of: string, tag: string) =>
    `because ${what} passed ${many} in ${of} people; that limit is ${tag}`,
  tour: {
    step: (step: number, of: number) => `${step} of ${of}`,
    next: "Next",
    back: "Back",
    leave: "Leave the tour",
    stay: "Stay here",
    life: "Live one life",
    whose: {
      pulled: {
        show: "Show me somebody whom friends pulled down",
        nobody: "So far friends have pulled down nobody who stands well by their own records: wait a little.",
      },
      listed: { show: "Show me somebody on the list", nobody: "Nobody is on the list yet: wait a little." },
      lowestGrade: { show: "Show me somebody graded D", nobody: "Nobody is graded D yet: wait a little." },
      gradedBefore: {
        show: "Show me somebody who was graded D",
        nobody: "The grades have ended, and nobody was seen here who had a D.",
      },
      low: { show: "Show me somebody with a low score", nobody: "There is nobody yet: wait a little." },
    },
    steps: [
      {
        title: "A town",
        text: "Ten thousand people, none of whom exists. Some are careful and some are not, and now and then someone drops litter.",
        look: "Each square is a person; yellow ones are the most careful. The dark block is empty: people do not fill the rectangle.",
      },
      {
        title: "A camera",
        text: "Cameras stand in town and hardly in the country. The same wrapper is seen in one place and not in the other.",
        look: "The picture is no map: town and country live in every block, and the colours say who lives in town.",
      },
      {
        title: "One point",
        text: "A camera sees the wrapper, and a point is gone: nobody decided it. After a year the world stops by itself. The score follows the cameras as much as the people.",
        look: "Everybody starts at the same score, in the middle of the colours. Dark squares have lost points; many of them only live in town.",
      },
      {
        title: "Friends",
        text: "In another scheme, a platform's, the friends you have move your score. Someone can fall because of whom they know.",
        look: "The picture draws no friendships. Read a file: further down it says which friends pull, and how far. Whoever stands high is pulled down the most, by friends who stand lower.",
      },
      {
        title: "Lists",
        text: "Then there is no number at all: a court's list, and whoever is on it is refused planes, fast trains and, for their children, the best schools.",
        look: "Red squares are on the list; at first there are hardly any. Wait, then read one file: further down, under the score or the days, stands what for.",
      },
      {
        title: "The outcry",
        text: "Suining graded its people from A to D. D is told to have been refused work and licences. One article says the grades ended after an outcry; when and why, no source of ours says. Here outcry is how many protested of late, and the limit is assumed.",
        look: "Watch who falls to D. The world stops by itself where the grades end, with a mark on the time line.",
      },
      {
        title: "Now you",
        text: "What did the score see? What did it miss? What did it cost? Press any person to read their file, change a rule, set two worlds side by side, or live one life yourself.",
        look: "Everything you do is in the address: send it to someone.",
      },
    ],
  },
};

type Same<T> = T extends string
  ? string
  : T extends (...given: infer A) => string
    ? (...given: A) => string
    : { readonly [K in keyof T]: Same<T[K]> };

/** What every language has. */
export type Words = Same<typeof en>;
