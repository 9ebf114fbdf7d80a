import type { RunInfoDto, RunLinksDto } from "../dto/runs";

/** Names that have values, in order; `positions` tells where these stand in the lists, when it is elsewhere. */
export interface ValueLayout {
  keys: readonly string[];
  positions: readonly number[] | null;
}

/** Lists are JSON arrays, of strings, or of numbers with words for those not finite. Runs of the same names share a layout. */
export interface EncodedTexts {
  layout: ValueLayout;
  values: string;
}

export interface EncodedMetrics extends EncodedTexts {
  steps: string;
  timestamps: string;
}

/** A run whose many values are JSON still, for whoever passes them on without a look at them. */
export interface EncodedRunDto extends RunInfoDto {
  metrics: EncodedMetrics | undefined;
  params: EncodedTexts | undefined;
  tags: EncodedTexts | undefined;
  links: RunLinksDto | undefined;
}
