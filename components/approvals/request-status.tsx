import {
  CircleCheck,
  CircleSlash,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
  Rocket,
  TriangleAlert,
} from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { RequestStatus } from "@/lib/approvals/schema/requests";

const LOOKS: Readonly<Record<RequestStatus, { label: string; tone: Tone; Icon: LucideIcon }>> = {
  pending: { label: "Waiting", tone: "info", Icon: Hourglass },
  approved: { label: "Approved", tone: "success", Icon: CircleCheck },
  promoted: { label: "Applied", tone: "success", Icon: Rocket },
  rejected: { label: "Rejected", tone: "danger", Icon: CircleX },
  withdrawn: { label: "Withdrawn", tone: "neutral", Icon: CircleSlash },
  expired: { label: "Expired", tone: "warning", Icon: Clock },
  failed: { label: "Failed", tone: "danger", Icon: TriangleAlert },
};

export function RequestStatusBadge({ status }: { status: RequestStatus }) {
  const { label, tone, Icon } = LOOKS[status];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {label}
    </Badge>
  );
}

export const STATUS_LABELS: Readonly<Record<RequestStatus, string>> = {
  pending: LOOKS.pending.label,
  approved: LOOKS.approved.label,
  promoted: LOOKS.promoted.label,
  rejected: LOOKS.rejected.label,
  withdrawn: LOOKS.withdrawn.label,
  expired: LOOKS.expired.label,
  failed: LOOKS.failed.label,
};
