import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ProvenanceDto, Shown } from "@/lib/compute/dto/jobs";
import { ProvenanceRows, Unpinned } from "./provenance-rows";

function LookedAt({ provenance: { at, attempt } }: { provenance: Shown<ProvenanceDto> }) {
  if (at === null) return "Its machine and packages are looked at when it runs.";
  return (
    <>
      Attempt {attempt}, looked at <RelativeTime at={at} />
    </>
  );
}

/** What a job's run was made of, and what may be different the next time. */
export function ProvenanceCard({ provenance }: { provenance: Shown<ProvenanceDto> }) {
  return (
    <Card aria-label="Provenance">
      <CardHeader title="Provenance" description={<LookedAt provenance={provenance} />} />
      <CardBody className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
        <ProvenanceRows job={provenance.job} rows={provenance.rows} locks={provenance.locks} />
        <Unpinned sentences={provenance.unpinned} />
      </CardBody>
    </Card>
  );
}
