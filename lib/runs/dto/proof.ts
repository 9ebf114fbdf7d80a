/** What a run's history comes to: the same points and parameters give the same digest, whoever computes it. */
export interface MetricDigest {
  digest: string;
  points: number;
  series: number;
  params: number;
}

export interface RunMetricsProof {
  /** "added" when points came after the run had finished; "unsealed" while it runs. */
  verdict: "proven" | "added" | "changed" | "unsealed";
  /** What the audit says, and since when. The audit itself is proven by verifying its chain. */
  sealed: (MetricDigest & { at: string; eventId: number }) | null;
  now: MetricDigest;
}
