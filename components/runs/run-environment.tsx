"use client";
import { useQuery } from "@tanstack/react-query";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { ReadProblem } from "@/components/ui/read-problem";
import { SkeletonLines } from "@/components/ui/skeleton";
import type { RunEnvironmentDto } from "@/lib/runs/dto/artifacts";
import type { RunDto } from "@/lib/runs/dto/runs";
import { runEnvironmentOptions } from "@/lib/runs/query-options/artifacts";
import { KeyValueTable } from "./key-value-table";
import type { RunFacts } from "./prepare-run-facts";

interface RunEnvironmentProps {
  workspace: string;
  run: RunDto;
  surroundings: RunFacts["surroundings"];
}

const NOT_RECORDED = "not recorded";

/** What the run was made with: Python, packages, image, job. */
export function RunEnvironment({ workspace, run, surroundings }: RunEnvironmentProps) {
  const read = useQuery(runEnvironmentOptions(workspace, { uuid: run.uuid, uri: run.artifactUri }));
  const environment = read.data ?? null;
  return (
    <Card aria-label="Environment">
      <CardHeader
        title="Environment"
        description={environment ? <ReadFrom environment={environment} /> : undefined}
      />
      <CardBody>
        <DescriptionList>
          {read.isSuccess ? (
            <DescriptionItem term="Python">
              {environment?.python ?? <NotRecorded />}
            </DescriptionItem>
          ) : null}
          {surroundings.map(({ term, value }) => (
            <DescriptionItem key={term} term={term}>
              <code className="break-all font-mono text-xs">{value}</code>
            </DescriptionItem>
          ))}
          {read.isSuccess && !environment?.packages.length ? (
            <DescriptionItem term="Packages">
              <NotRecorded />
            </DescriptionItem>
          ) : null}
        </DescriptionList>
        {read.isPending ? <SkeletonLines lines={3} label="Reading the environment" /> : null}
        {read.isError ? <ReadProblem read={read} /> : null}
        {read.isSuccess && !environment ? (
          <p className="mt-3 text-muted text-xs">
            It is read from requirements.txt, conda.yaml or python_env.yaml. MLflow's Python client
            writes them beside a model; log one as an artifact to have it here without a model.
          </p>
        ) : null}
      </CardBody>
      {environment && environment.packages.length > 0 ? (
        <div className="border-t">
          <div className="flex min-h-9 items-center gap-3 border-b pr-3 pl-4">
            <h3 className="grow font-medium text-sm">Packages ({environment.packages.length})</h3>
            <CopyButton value={asRequirements(environment)} noun="packages as requirements.txt" />
          </div>
          <KeyValueTable
            label="Packages"
            rows={environment.packages.map(({ name, version }) => ({
              key: name,
              value: version === "" ? "any version" : version,
            }))}
            emptyText=""
          />
        </div>
      ) : null}
    </Card>
  );
}

function NotRecorded() {
  return <span className="text-muted">{NOT_RECORDED}</span>;
}

function ReadFrom({ environment: { modelName, files } }: { environment: RunEnvironmentDto }) {
  return (
    <>
      From {files.join(" and ")}
      {modelName === null ? "" : ` of the model ${modelName}`}
    </>
  );
}

function asRequirements({ packages }: RunEnvironmentDto): string {
  return packages.map(({ requirement }) => `${requirement}\n`).join("");
}
