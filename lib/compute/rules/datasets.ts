import { contentKind } from "@/lib/datasets/rules/content";
import type { DatasetWish, KeptDataset } from "../schema/inputs";

/** As much of a source as a variable has room for. */
const MAX_SOURCE = 2_000;

interface Found {
  datasetId: number;
  datasetName: string;
  number: number;
  contentKey: string;
  source: string;
  file: object | null;
}

/** What is kept of the versions that a job asked for. */
export const keptOf = (wishes: readonly DatasetWish[], found: readonly Found[]): KeptDataset[] =>
  found.flatMap(({ datasetId, datasetName, number, contentKey, source, file }, index) => {
    const asked = wishes[index];
    if (!asked) return [];
    return {
      datasetId,
      name: datasetName,
      version: number,
      contentKey,
      source: source.length > MAX_SOURCE ? "" : source,
      hasFile: file !== null,
      asked,
    };
  });

/** The very same versions, to be asked for once more. */
export const sameDatasets = (
  kept: readonly Pick<KeptDataset, "datasetId" | "version">[],
): DatasetWish[] => kept.map(({ datasetId, version }) => ({ dataset: datasetId, version }));

/** What a job is told of the versions that it declared, in the variable `SLIPWAY_DATASETS`. */
export const datasetsVariable = (
  kept: readonly KeptDataset[],
  addressOf: (datasetId: number, version: number) => string,
): string =>
  JSON.stringify(
    kept.map(({ name, version, contentKey, source, hasFile, datasetId }) => ({
      name,
      version,
      digest: contentKey,
      source,
      download: hasFile ? addressOf(datasetId, version) : null,
    })),
  );

/** What may be other data when the job is run again, in sentences. */
export function unpinnedData(datasets: readonly KeptDataset[]): string[] {
  if (datasets.length === 0)
    return ["Data: the command reads what it finds. No dataset version was declared."];
  return datasets
    .filter(({ contentKey }) => contentKind(contentKey) === "weak")
    .map(
      ({ name, version }) =>
        `Data: no hash says what version ${version} of “${name}” holds, only what its client told of it.`,
    );
}
