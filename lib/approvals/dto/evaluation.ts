import type { MetricChange, SlicedMetric } from "@/lib/models/rules/compare-values";
import type { AspectKey } from "../rules/aspects";

export interface EvaluationFileDto {
  /** Among the artifacts of the run. */
  path: string;
  /** In bytes; null for a folder. */
  size: number | null;
  isDirectory: boolean;
}

/** What is on record of one aspect of a version. */
export interface EvaluationSectionDto {
  aspect: AspectKey;
  /** Against the version at the target, where there is one. */
  metrics: MetricChange[];
  slices: SlicedMetric[];
  files: EvaluationFileDto[];
  /** True when there are more files than are listed. */
  isTruncated: boolean;
}

/** What the run of a version recorded of bias, explainability, robustness and load. */
export interface EvaluationDto {
  /** Null for a version that names none, or one that is gone. */
  run: { uuid: string; artifactUri: string } | null;
  /** The version that the metrics stand beside. */
  base: number | null;
  sections: EvaluationSectionDto[];
}
