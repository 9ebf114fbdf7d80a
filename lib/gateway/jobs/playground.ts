import "server-only";
import type { Actor } from "@/lib/access/actor";
import type { TriedPredictionDto } from "../dto/playground";
import type { TryPredictionInput } from "../schema/playground";

type Ask = (actor: Actor, input: TryPredictionInput) => Promise<TriedPredictionDto>;

const shared = globalThis as typeof globalThis & { slipwayPlayground?: Ask };

/** Set by what speaks the protocols of predictions: models are loaded there, and not in Next's own copy of lib. */
export function offerPlayground(ask: Ask): () => void {
  shared.slipwayPlayground = ask;
  return () => {
    if (shared.slipwayPlayground === ask) delete shared.slipwayPlayground;
  };
}

/** What asks for a prediction in this process; null when it answers none. */
export const findPlayground = (): Ask | null => shared.slipwayPlayground ?? null;
