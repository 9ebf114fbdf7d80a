"use client";
import {
  DatasetsSection,
  OriginSection,
  SignatureSection,
  TextSection,
} from "@/components/models/comparison-sections";
import type { VersionComparisonDto } from "@/lib/models/dto/comparison";
import { comparisonHeads } from "./comparison-heads";

/** What is another one in the candidate than in what is at the target: features, data, parameters, code, environment. */
export function RequestChanges({ comparison }: { comparison: VersionComparisonDto }) {
  const { params, datasets, signature, environment } = comparison;
  const heads = comparisonHeads(comparison);
  return (
    <>
      <SignatureSection signature={signature} heads={heads} />
      <DatasetsSection changes={datasets} heads={heads} />
      <TextSection
        title="Parameters"
        changes={params}
        emptyText="Neither version has any."
        heads={heads}
      />
      <OriginSection comparison={comparison} heads={heads} />
      <TextSection
        title="Packages"
        changes={environment.packages}
        emptyText={
          environment.isKnown
            ? "Neither version needs any."
            : "Only where the files of both say what was installed can that be compared."
        }
        heads={heads}
      />
    </>
  );
}
