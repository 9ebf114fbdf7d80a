/** What became of predictions that were posted together. */
export interface PostedPredictionsDto {
  /** Rows that were read. */
  received: number;
  /** Logged, and counted by monitors. */
  kept: number;
  /** Of an id that is logged already, or that came before in the same body. */
  duplicates: number;
  /** Not of the sample that the log keeps. */
  leftOut: number;
  refused: number;
  /** The first of the refused, by the line of the body or the place in it. */
  problems: { line: number; reason: string }[];
  /** Why nothing that follows was read; null when all of it was. */
  stopped: string | null;
}
