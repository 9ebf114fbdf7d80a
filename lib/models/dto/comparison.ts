import type { EnvironmentFiles, ModelCard } from "@/lib/storage/preview/preview";
import type { DatasetChange, FlavorChange } from "../rules/compare-origins";
import type {
  Change,
  Changes,
  MetricChange,
  MetricValue,
  SlicedMetric,
  TextChange,
} from "../rules/compare-values";
import type { SignatureComparison } from "../rules/signatures";
import type { Stage } from "../schema";

/** One of two versions that are compared. */
export interface ComparedVersionDto {
  name: string;
  version: number;
  stage: Stage;
  aliases: string[];
  owner: string;
  /** Milliseconds since the epoch. */
  creationTime: number;
  run: { uuid: string; name: string; color: number } | null;
}

/** How large the files of a version are. */
export interface VersionSizeDto {
  bytes: number;
  files: number;
  /** False where there are more files than are counted: then it is at least that much. */
  isComplete: boolean;
}

/** What the files of a version say of it. Nothing of a model is ever loaded or run. */
export interface VersionFilesDto {
  /** Null when they are kept elsewhere, or nowhere; then the rest is null as well. */
  location: string | null;
  /** What its MLmodel file says, when there is one that can be read. */
  model: ModelCard | null;
  environment: EnvironmentFiles | null;
  size: VersionSizeDto | null;
}

/** What changed from one version, the base, to another one, the candidate. */
export interface VersionComparisonDto {
  candidate: ComparedVersionDto;
  base: ComparedVersionDto;
  params: Changes<TextChange>;
  /** Without those by slice and those of the machine. */
  metrics: Changes<MetricChange>;
  slices: { metrics: SlicedMetric[]; isTruncated: boolean };
  datasets: Changes<DatasetChange>;
  signature: SignatureComparison;
  environment: {
    python: Change<string>;
    mlflow: Change<string>;
    packages: Changes<TextChange>;
    /** Whether the files of both say what was installed. */
    isKnown: boolean;
  };
  /** The repository, branch, commit and entry point that the run of each was started from, where one says so. */
  code: TextChange[];
  flavors: FlavorChange[];
  /** Null for a version whose files are kept elsewhere, or nowhere. */
  size: {
    candidate: VersionSizeDto | null;
    base: VersionSizeDto | null;
    /** Candidate minus base in bytes; null unless both are known whole. */
    difference: number | null;
  };
}

/** Another version of the same model that a version is measured against. */
export interface StandardDto {
  version: number;
  /** Where it serves, as people call it: "@champion", "stage Production". */
  places: string[];
  metrics: MetricValue[];
}

export interface VersionStandardsDto {
  /** The version before it; null for the first. */
  previous: StandardDto | null;
  /** The version that serves production, which may be this one; null while none does. */
  production: StandardDto | null;
}

export interface PickableVersionDto {
  version: number;
  stage: Stage;
  aliases: string[];
}

/** The version that somebody chose to compare with, and what was found of it. */
export interface ComparisonChoiceDto {
  model: string;
  /** The newest of that model. */
  versions: PickableVersionDto[];
  /** Null while no version is chosen, and when there is a problem. */
  comparison: VersionComparisonDto | null;
  /** Why there is no comparison with what was chosen. */
  problem: string | null;
}
