/** A dataset of an experiment, once for each purpose its runs read it for. */
export interface DatasetSummaryDto {
  experimentId: number;
  name: string;
  digest: string;
  /** Empty when the runs did not say. */
  context: string;
}
