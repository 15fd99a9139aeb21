import { proxy, type Remote, wrap } from "comlink";
import type { FileOf, LifeAsked, LifeLived } from "../messages.ts";
import type { AnswersAsked, AnswersCome } from "./answering.ts";
import type { Aside } from "./asideWork.ts";
import type { FileAsked } from "./filed.ts";

/** What a thread is called that works beside the worlds, and not as their host. */
export const asideName = "aside";

/** A thread beside the worlds, for what takes its time and must not hold them up. It is ended with what it does. */
export class AsideThread {
  // The very file of the thread that starts it, so that the library and its assembler are built, loaded and kept once.
  readonly #worker = new Worker(self.location.href, { type: "module", name: asideName });
  readonly #does: Remote<Aside> = wrap<Aside>(this.#worker);
  #resolve: () => void = () => {};
  readonly #ended = new Promise<undefined>((resolve) => {
    this.#resolve = () => resolve(undefined);
  });

  /** Undefined where the thread is ended before, or another file is asked for. */
  file(asked: FileAsked): Promise<FileOf | undefined> {
    return Promise.race([this.#does.file(asked), this.#ended]);
  }

  /** As of `file`; the thread can live more than one life, one after the other. */
  live(asked: LifeAsked): Promise<LifeLived | undefined> {
    return Promise.race([this.#does.live(asked), this.#ended]);
  }

  /** Comes to its end with the last of the seeds, or when it is stopped or ended. */
  async answer(asked: AnswersAsked, seeds: number, tell: (come: AnswersCome) => void): Promise<void> {
    await Promise.race([this.#does.answer(asked, seeds, proxy(tell)), this.#ended]);
  }

  stopFiling(): void {
    void this.#does.stopFiling();
  }

  /** Whether the worlds play, and need the processors. */
  ease(worldsPlay: boolean): void {
    void this.#does.ease(worldsPlay);
  }

  stopAnswering(): void {
    void this.#does.stopAnswering();
  }

  end(): void {
    this.#worker.terminate();
    this.#resolve();
  }
}
