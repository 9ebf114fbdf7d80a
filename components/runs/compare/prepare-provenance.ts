import type { ProvenanceComparisonDto } from "@/lib/compute/dto/provenance";

/** A run that is shown, and where its values stand in what was answered. */
export interface ProvenanceColumn<Run> {
  run: Run;
  at: number;
  unpinned: readonly string[];
}

/**
 * The runs that are shown as far as the answer knows them, in their order. While another answer is fetched, the one of
 * the selection before stays: it may know others, in another order. The baseline is null while its values are not there.
 */
export function prepareProvenance<Run extends { uuid: string }>(
  runs: readonly Run[],
  answered: ProvenanceComparisonDto["runs"],
): { columns: ProvenanceColumn<Run>[]; baseline: ProvenanceColumn<Run> | null } {
  const columns = runs.flatMap((run) => {
    const at = answered.findIndex(({ runUuid }) => runUuid === run.uuid);
    const found = answered[at];
    return found ? [{ run, at, unpinned: found.unpinned }] : [];
  });
  const [first] = columns;
  return { columns, baseline: first && first.run === runs[0] ? first : null };
}
