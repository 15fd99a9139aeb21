declare module "agentscript" {
  /** The part of agentscript's model that the peer uses; the package has no types. */
  export class Model {
    constructor(world: { minX: number; maxX: number; minY: number; maxY: number });
    turtles: {
      // biome-ignore lint/suspicious/noExplicitAny: agents take whatever properties a model gives them.
      create(count: number, init: (agent: any) => void): void;
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      ask(each: (agent: any) => void): void;
    };
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    links: { createOne(from: any, to: any): unknown };
    step(): void;
  }
}
