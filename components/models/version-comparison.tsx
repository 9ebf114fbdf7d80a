"use client";
import { GitCompareArrows } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import type {
  ComparedVersionDto,
  ComparisonChoiceDto,
  VersionComparisonDto,
} from "@/lib/models/dto/comparison";
import { ComparisonPicker } from "./comparison-picker";
import {
  DatasetsSection,
  type Heads,
  MetricsSection,
  OriginSection,
  SignatureSection,
  TextSection,
} from "./comparison-sections";
import { SliceTable } from "./slice-table";

const headOf = (own: ComparedVersionDto, other: ComparedVersionDto) =>
  own.name === other.name ? `Version ${own.version}` : `${own.name} version ${own.version}`;

function Sections({ comparison }: { comparison: VersionComparisonDto }) {
  const { candidate, base, slices, environment } = comparison;
  const heads: Heads = { candidate: headOf(candidate, base), base: headOf(base, candidate) };
  return (
    <>
      <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
        <MetricsSection changes={comparison.metrics} heads={heads} />
        <TextSection
          title="Parameters"
          changes={comparison.params}
          emptyText="Neither version has any."
          heads={heads}
        />
        <SignatureSection signature={comparison.signature} heads={heads} />
        <DatasetsSection changes={comparison.datasets} heads={heads} />
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
      </div>
      {slices.metrics.map((metric) => (
        <SliceTable key={metric.metric} metric={metric} against={heads.base} />
      ))}
    </>
  );
}

interface VersionComparisonProps {
  name: string;
  version: number;
  choice: ComparisonChoiceDto;
}

/** What changed from another version to this one. */
export function VersionComparison({ name, version, choice }: VersionComparisonProps) {
  const { comparison, problem } = choice;
  return (
    <div className="grid min-w-0 gap-4">
      <ComparisonPicker name={name} version={version} choice={choice} />
      {problem === null ? null : (
        <ErrorState title="There is nothing to compare with">{problem}</ErrorState>
      )}
      {comparison ? <Sections comparison={comparison} /> : null}
      {comparison === null && problem === null ? (
        <EmptyState icon={<GitCompareArrows />} title="Choose a version to compare with">
          Parameters, metrics by slice, data, signature, packages and code are put side by side.
        </EmptyState>
      ) : null}
    </div>
  );
}
