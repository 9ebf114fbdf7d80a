import type { EnvironmentFiles } from "@/lib/storage/preview/preview";

/** A file or directory among the artifacts of a run or a model. */
export interface ArtifactDto {
  /** From the root of those artifacts. */
  path: string;
  name: string;
  isDirectory: boolean;
  /** Bytes; null for a directory. */
  size: number | null;
}

/** What was installed where a run was made. */
export interface RunEnvironmentDto extends EnvironmentFiles {
  /** The logged model whose files say so; null when they are among the run's own. */
  modelName: string | null;
}
