import type { ComparedFact, JobDraft } from "../rules/run-provenance";
import type { ProvenanceDto } from "./jobs";

/** Where any run came from: as its job was found, or as its client logged. */
export interface RunProvenanceDto extends Pick<ProvenanceDto, "rows" | "locks" | "unpinned"> {
  runUuid: string;
  /** The number of the job that made it. */
  job: number | null;
  /** What a job would be that runs it again; null when a job made it, which can be repeated. */
  draft: JobDraft | null;
}

export interface ProvenanceComparisonDto {
  /** In the order asked for. */
  runs: Pick<RunProvenanceDto, "runUuid" | "job" | "unpinned">[];
  facts: ComparedFact[];
}
