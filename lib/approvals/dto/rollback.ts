/** One thing that was looked at before a way back is relied on. */
export interface RollbackCheckDto {
  key: "exists" | "ready" | "files" | "loads" | "signature" | "approved";
  /** "unknown" for what nobody has verified. */
  state: "ok" | "problem" | "unknown";
  text: string;
}

/** Where a rollback of a request would lead, and what is known of that. */
export interface RollbackTargetDto {
  /** Null when nothing is, or was, at the target: then the way back is to take the version away again. */
  version: number | null;
  checks: RollbackCheckDto[];
}
