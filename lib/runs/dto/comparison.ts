import type { RunInfoDto } from "./runs";

export interface ComparedRunDto extends RunInfoDto {
  sourceName: string;
  gitCommit: string;
  /** "name (digest)". */
  datasets: string[];
}

/** One value a run, in the order of the runs; null where a run has none. */
export interface ComparedTextDto {
  key: string;
  values: (string | null)[];
}

export interface ComparedMetricDto {
  key: string;
  last: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
}

/** Some runs side by side: each name once, its values in the order of the runs. */
export interface ComparisonDto {
  runs: ComparedRunDto[];
  metrics: ComparedMetricDto[];
  params: ComparedTextDto[];
  tags: ComparedTextDto[];
}
