import type { TagDto } from "@/lib/experiments/dto";

export interface Pair {
  key: string;
  value: string;
}

export const toPairs = (pairs: readonly Pair[]): TagDto[] =>
  pairs.map(({ key, value }) => ({ key, value }));
