import { Check, MessageCircleWarning, X } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApprovalRequestDetailDto, SignerDto } from "@/lib/approvals/dto/shapes";
import type { Decision } from "@/lib/approvals/schema/requests";

const DECIDED: Readonly<Record<Decision, { label: string; tone: Tone; Icon: typeof Check }>> = {
  approve: { label: "Approved", tone: "success", Icon: Check },
  request_changes: { label: "Asked for changes", tone: "warning", Icon: MessageCircleWarning },
  reject: { label: "Rejected", tone: "danger", Icon: X },
};

function Decided({ signer }: { signer: SignerDto }) {
  if (signer.decision === null) return null;
  const { label, tone, Icon } = DECIDED[signer.decision];
  return (
    <>
      <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
        {label}
      </Badge>
      {signer.decidedAt ? (
        <RelativeTime at={signer.decidedAt} className="text-muted text-xs" />
      ) : null}
    </>
  );
}

/** Who has signed, who still may, and who may not and why. */
export function RequestSigners({ request }: { request: ApprovalRequestDetailDto }) {
  const { signers, standing } = request;
  return (
    <Card>
      <CardHeader
        title="Signatures"
        description={`${standing.approvals} of ${standing.needed} approvals`}
      />
      <ul className="divide-y divide-line">
        {signers.map((signer) => (
          <li key={signer.userId} className="grid gap-0.5 px-4 py-2.5 text-sm">
            <div className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{signer.name}</span>
              <span className="text-muted">{signer.role}</span>
              <Decided signer={signer} />
            </div>
            <p className="text-muted">
              {signer.mayVote ? "May sign" : "May not sign"}: {signer.reason}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
