import { AppError } from "./errors";

interface Turnstile {
  inside: number;
  waiting: (() => void)[];
}

interface Bounds {
  /** Kept on globalThis under this name, because Next bundles its own copy of lib. */
  name: string;
  atOnce: number;
  waiting: number;
  /** What is said to whoever finds the queue full. */
  full: string;
}

const shared = globalThis as typeof globalThis & { slipwayTurnstiles?: Map<string, Turnstile> };

/** Does dear work a few at a time; the next ones wait their turn, and past a bound are refused. */
export async function takeTurns<T>(bounds: Bounds, work: () => Promise<T>): Promise<T> {
  shared.slipwayTurnstiles ??= new Map();
  const turnstile = shared.slipwayTurnstiles.get(bounds.name) ?? { inside: 0, waiting: [] };
  shared.slipwayTurnstiles.set(bounds.name, turnstile);
  if (turnstile.inside >= bounds.atOnce) {
    if (turnstile.waiting.length >= bounds.waiting) throw new AppError("UNAVAILABLE", bounds.full);
    await new Promise<void>((resolve) => turnstile.waiting.push(resolve));
  } else turnstile.inside += 1;
  try {
    return await work();
  } finally {
    const next = turnstile.waiting.shift();
    if (next) next();
    else turnstile.inside -= 1;
  }
}
