"use client";
import { Download, Printer, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { download, jsonBlob } from "@/components/ui/download";
import { LinkButton } from "@/components/ui/link-button";
import { toast } from "@/components/ui/toast";
import { exportRequestAction, verifyRequestAction } from "@/lib/approvals/actions";
import type { RequestProofDto } from "@/lib/approvals/dto/trail";
import { formatCount, formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";

function ProofResult({ proof }: { proof: RequestProofDto }) {
  const { events, firstSeq, lastSeq, signatures, verified, checkpoints, problems } = proof;
  if (!proof.isIntact)
    return (
      <Callout tone="danger" role="alert" title="This is not what was written">
        <ul className="list-disc pl-5">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Callout>
    );
  const rows =
    firstSeq === null || lastSeq === null
      ? ""
      : `, rows ${formatCount(firstSeq)} to ${formatCount(lastSeq)} of the chain`;
  return (
    <Callout tone="success" role="status" title="As it was written">
      <p>
        {formatPlural(events, "audit event")} of this request{rows}, and{" "}
        {formatPlural(signatures, "signature")} that they tell of.
      </p>
      <p>
        {formatPlural(verified, "row")} of the whole chain were recomputed,{" "}
        {proof.isComplete ? "to its end" : "as many as there was time for"};{" "}
        {formatPlural(checkpoints, "signed checkpoint")} agree with it.
      </p>
    </Callout>
  );
}

/** Takes what is on record of a request away, as a file or on paper, and proves it. */
export function RequestProof({ number }: { number: number }) {
  const { slug: workspace } = useWorkspace();
  const mayVerify = useCan("audit:read");
  const [proof, setProof] = useState<RequestProofDto | null>(null);
  const [busy, setBusy] = useState<"verify" | "export" | null>(null);
  const verify = async () => {
    setBusy("verify");
    setProof(null);
    const result = await verifyRequestAction({ workspace, number });
    setBusy(null);
    if (result.ok) setProof(result.data);
    else toast(result.error.message, { tone: "danger" });
  };
  const exportJson = async () => {
    setBusy("export");
    const result = await exportRequestAction({ workspace, number });
    setBusy(null);
    if (result.ok) download(jsonBlob(result.data), `approval-${workspace}-${number}.json`);
    else toast(result.error.message, { tone: "danger" });
  };
  return (
    <Card>
      <CardHeader title="Record" />
      <CardBody className="grid gap-3 text-sm">
        <p className="text-muted">
          Everything that was signed, said and changed, with its place in the audit's chain.
        </p>
        <div className="flex flex-wrap gap-2">
          {mayVerify ? (
            <Button loading={busy === "verify"} onClick={() => void verify()}>
              <ShieldCheck aria-hidden="true" />
              Verify
            </Button>
          ) : null}
          <Button loading={busy === "export"} onClick={() => void exportJson()}>
            <Download aria-hidden="true" />
            Export JSON
          </Button>
          <LinkButton href={routes.approvalRecord(workspace, number)}>
            <Printer aria-hidden="true" className="size-4" />
            Print or save as PDF
          </LinkButton>
        </div>
        {mayVerify ? null : (
          <p className="text-muted">Approvers and admins can verify it against the audit.</p>
        )}
        {proof ? <ProofResult proof={proof} /> : null}
      </CardBody>
    </Card>
  );
}
