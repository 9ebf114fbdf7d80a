"use client";
import { Folder } from "lucide-react";
import { useState } from "react";
import { SliceTable } from "@/components/models/slice-table";
import { ArtifactView } from "@/components/runs/artifacts/artifact-view";
import { modelUriOf } from "@/components/runs/artifacts/model-uri";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { EvaluationDto, EvaluationSectionDto } from "@/lib/approvals/dto/evaluation";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { aspectLabel } from "@/lib/approvals/rules/aspects";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { recordingSnippet, whatIsMissing } from "./evaluation-sections";
import { MetricTable } from "./metric-table";

interface EvaluationProps {
  request: ApprovalRequestDetailDto;
  evaluation: EvaluationDto;
}

interface SectionProps extends EvaluationProps {
  section: EvaluationSectionDto;
}

const isEmpty = ({ metrics, slices, files }: EvaluationSectionDto) =>
  metrics.length === 0 && slices.length === 0 && files.length === 0;

function NotRecorded({ evaluation, section }: SectionProps) {
  const { aspect } = section;
  const { run } = evaluation;
  return (
    <CardBody className="grid gap-3 text-sm">
      <p>
        Nothing is recorded, so nobody knows {whatIsMissing(aspect)}.{" "}
        <span className="text-muted">
          {run
            ? "It can be logged with the run of this version still:"
            : "This version names no run. What the run of the next one logs so is found here:"}
        </span>
      </p>
      <CodeBlock language="Python" code={recordingSnippet(aspect, run?.uuid ?? null)} />
    </CardBody>
  );
}

interface FilesProps {
  run: NonNullable<EvaluationDto["run"]>;
  section: EvaluationSectionDto;
}

/** The files of an aspect, with what can be shown of the chosen one. */
function Files({ run, section }: FilesProps) {
  const { slug } = useWorkspace();
  const { files, aspect, isTruncated } = section;
  const [chosen, setChosen] = useState(files.find(({ isDirectory }) => !isDirectory)?.path);
  const folders = files.filter(({ isDirectory }) => isDirectory);
  const all = routes.run(slug, run.uuid, "artifacts");
  return (
    <CardBody className="grid gap-3 border-t">
      {files.length > folders.length ? (
        <ToggleGroup
          label={`Files about ${aspectLabel(aspect).toLowerCase()}`}
          size="sm"
          options={files
            .filter(({ isDirectory }) => !isDirectory)
            .map(({ path }) => ({ value: path, label: path }))}
          value={chosen ?? ""}
          onChange={setChosen}
          className="max-w-full justify-self-start overflow-x-auto"
        />
      ) : null}
      {folders.length > 0 ? (
        <p className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
          {folders.map(({ path }) => (
            <Link
              key={path}
              href={all}
              className="inline-flex items-center gap-1 text-accent-fg underline underline-offset-2"
            >
              <Folder aria-hidden="true" className="size-3.5" />
              {path}
            </Link>
          ))}
        </p>
      ) : null}
      {isTruncated ? (
        <p className="text-muted text-xs">
          There are more files than are listed here:{" "}
          <Link href={all} className="text-accent-fg underline underline-offset-2">
            all files of the run
          </Link>
          .
        </p>
      ) : null}
      {chosen === undefined ? null : (
        <ArtifactView
          key={chosen}
          workspace={slug}
          modelUri={modelUriOf(run.uuid, chosen)}
          place={{ uri: run.artifactUri, path: chosen }}
          href={routes.runFile(slug, run.uuid, chosen)}
        />
      )}
    </CardBody>
  );
}

function countsOf({ metrics, slices, files }: EvaluationSectionDto): string {
  const measured = metrics.length + slices.length;
  return [
    ...(measured > 0 ? [formatPlural(measured, "metric")] : []),
    ...(files.length > 0 ? [formatPlural(files.length, "file")] : []),
  ].join(", ");
}

function Section(props: SectionProps) {
  const { request, evaluation, section } = props;
  const { aspect, metrics, slices, files } = section;
  const { base, run } = evaluation;
  const label = aspectLabel(aspect);
  const against = base === null ? null : `Version ${base}`;
  return (
    <section id={aspect} aria-label={label} className="grid min-w-0 scroll-mt-30 gap-4">
      <Card>
        <CardHeader
          title={label}
          description={isEmpty(section) ? "Not recorded" : countsOf(section)}
        />
        {isEmpty(section) ? <NotRecorded {...props} /> : null}
        {metrics.length > 0 ? (
          <MetricTable
            label={`${label}: metrics`}
            heads={{
              candidate: `New: ${request.version}`,
              base: base === null ? null : `Now: ${base}`,
            }}
            metrics={metrics}
          />
        ) : null}
        {files.length > 0 && run ? <Files run={run} section={section} /> : null}
      </Card>
      {slices.map((metric) => (
        <SliceTable key={metric.metric} metric={metric} against={against} />
      ))}
    </section>
  );
}

/** What was recorded of a version besides how good it is; what nobody recorded is said, with how to. */
export function RequestEvaluation({ request, evaluation }: EvaluationProps) {
  const { sections } = evaluation;
  return (
    <>
      <nav
        aria-label="Sections of the evaluation"
        className="flex flex-wrap gap-x-4 gap-y-1 text-sm"
      >
        {sections.map((section) => (
          <a
            key={section.aspect}
            href={`#${section.aspect}`}
            className="text-accent-fg underline underline-offset-2"
          >
            {aspectLabel(section.aspect)}
            {isEmpty(section) ? " (not recorded)" : null}
          </a>
        ))}
      </nav>
      {sections.map((section) => (
        <Section key={section.aspect} request={request} evaluation={evaluation} section={section} />
      ))}
    </>
  );
}
