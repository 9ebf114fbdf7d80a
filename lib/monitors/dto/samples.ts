/** A row of the log of predictions. */
export interface SampleRowDto {
  predictionId: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** Which row of its request. */
  row: number;
  revision: number;
  /** The column's value as text; null where the row has none. */
  value: string | null;
  /** The bin that it fell into. */
  bin: string;
  /** What else was sent, and the answer, as text. */
  others: { name: string; value: string }[];
}

export interface SamplePageDto {
  items: SampleRowDto[];
  nextPageToken?: string;
  deployment: string;
  /** What the rows fell into, where they were chosen by that. */
  bins: string[];
  /** Predictions that were looked through for this page. */
  looked: number;
}
