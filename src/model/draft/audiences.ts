import type { Tree } from "../../rules/tree.ts";

/** Whom something of an entity is shown to: each of these holds those before it. */
export const audiences = ["nobody", "friends", "dealing", "everyone"] as const;
export type Audience = (typeof audiences)[number];
/** Who looks: a friend, whoever one deals with, or anybody of the community. */
export type Onlooker = Exclude<Audience, "nobody">;

/** What a scheme shows of an entity to others; its standing goes with its score. */
export class Audiences {
  score: Audience = "everyone";
  band: Audience = "everyone";
  /** By list: everyone, where it does not stand here. */
  readonly lists = new Map<string, Audience>();
  /** Whether anything is kept from anyone. */
  get hides(): boolean {
    return [this.score, this.band, ...this.lists.values()].some((to) => to !== "everyone");
  }
  /** Figures of others that are not shown, as rules have asked for them; with what people read in their place. */
  readonly unseen = new Map<Tree, () => Tree>();
}

/** Whether one who looks so is among those whom it is shown to. */
export function isShown(to: Audience, onlooker: Onlooker): boolean {
  return audiences.indexOf(to) >= audiences.indexOf(onlooker);
}
