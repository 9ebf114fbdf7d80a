import "server-only";
import { AppError } from "@/lib/core/errors";
import { ModelFailure } from "../rules/failures";

interface Waiting {
  go: () => void;
}

/** So many at once, so many that wait, and nobody beyond. */
export class Gate {
  private inside = 0;
  private readonly waiting: Waiting[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly maxWaiting: number,
  ) {}

  /** Throws UNAVAILABLE when too many wait, ModelFailure when the deadline comes first. */
  async pass<T>(deadline: number, work: () => Promise<T>): Promise<T> {
    if (this.inside >= this.atOnce) await this.wait(deadline);
    else this.inside += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next.go();
      else this.inside -= 1;
    }
  }

  private wait(deadline: number): Promise<void> {
    if (this.waiting.length >= this.maxWaiting)
      throw new AppError(
        "UNAVAILABLE",
        `${this.waiting.length} requests wait for this model already. Try again in a moment.`,
      );
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => {
          this.waiting.splice(this.waiting.indexOf(waiting), 1);
          reject(new ModelFailure("LATE", "The model was too busy to answer in time."));
        },
        Math.max(0, deadline - Date.now()),
      );
      const waiting: Waiting = {
        go: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.waiting.push(waiting);
    });
  }
}
