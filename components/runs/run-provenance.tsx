"use client";
import { useQuery } from "@tanstack/react-query";
import { ProvenanceRows, Unpinned } from "@/components/compute/provenance-rows";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { ReadProblem } from "@/components/ui/read-problem";
import { SkeletonLines } from "@/components/ui/skeleton";
import type { RunProvenanceDto } from "@/lib/compute/dto/provenance";
import { runProvenanceOptions } from "@/lib/compute/query-options";
import { routes } from "@/lib/core/routes";

function Teller({ job }: Pick<RunProvenanceDto, "job">) {
  const { slug } = useWorkspace();
  if (job === null) return "No job made it: this is what its client logged.";
  return (
    <>
      As{" "}
      <Link
        href={routes.job(slug, job)}
        className="rounded-xs text-accent-fg underline underline-offset-2"
      >
        job {job}
      </Link>{" "}
      was found to run, and what its client logged.
    </>
  );
}

/** Where a run came from, but for its parameters, which stand by themselves. */
export function RunProvenance({ runUuid }: { runUuid: string }) {
  const { slug } = useWorkspace();
  const read = useQuery(runProvenanceOptions(slug, runUuid));
  const { data, isPending } = read;
  return (
    <Card aria-label="Provenance">
      <CardHeader title="Provenance" description={data ? <Teller job={data.job} /> : undefined} />
      {isPending ? (
        <CardBody>
          <SkeletonLines lines={4} label="Reading where it came from" />
        </CardBody>
      ) : null}
      {read.isError ? (
        <CardBody>
          <ReadProblem read={read} />
        </CardBody>
      ) : null}
      {data ? (
        <CardBody className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
          <ProvenanceRows
            job={data.job}
            rows={data.rows.filter(({ group }) => group !== "Parameters")}
            locks={data.locks}
          />
          <Unpinned sentences={data.unpinned} />
        </CardBody>
      ) : null}
    </Card>
  );
}
