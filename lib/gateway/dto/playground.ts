/** One column of a table that a model takes. */
export interface InputColumnDto {
  name: string;
  /** MLflow's word: "double", "string", …; "any" for lists and objects. */
  type: string;
  isRequired: boolean;
}

/** What a revision takes. */
export interface DeploymentInputDto {
  revision: number;
  model: string;
  version: number;
  /** Null for tensors, and without a signature. */
  columns: InputColumnDto[] | null;
  /** A body of `/serve/{deployment}/invocations`, as JSON. */
  example: string;
  /** True when the example was logged with the model; else it only has the right form. */
  isLogged: boolean;
}

/** What came of a prediction that somebody tried. */
export interface TriedPredictionDto {
  status: number;
  latencyMs: number;
  /** Under which it is logged; null when nothing was predicted. */
  predictionId: string | null;
  revision: number | null;
  /** The body of the answer, as JSON; null when it failed. */
  answer: string | null;
  /** Why it failed; empty when it did not. */
  message: string;
  /** The same by column, where a column is to blame. */
  columns: Record<string, string>;
}
