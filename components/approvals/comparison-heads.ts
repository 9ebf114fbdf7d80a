import type { Heads } from "@/components/models/comparison-sections";
import type { VersionComparisonDto } from "@/lib/models/dto/comparison";

/** What the two versions are called on this page. */
export const comparisonHeads = ({ candidate, base }: VersionComparisonDto): Heads => ({
  candidate: `New: ${candidate.version}`,
  base: `Now: ${base.version}`,
});
