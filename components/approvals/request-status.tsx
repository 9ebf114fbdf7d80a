import {
  CircleCheck,
  CircleSlash,
  CircleX,
  Clock,
  Hourglass,
  Rocket,
  TriangleAlert,
} from "lucide-react";
import type { RequestStatus } from "@/lib/approvals/schema/requests";
import { type Look, LookBadge } from "./look-badge";

const LOOKS: Readonly<Record<RequestStatus, Look>> = {
  pending: { label: "Waiting", tone: "info", Icon: Hourglass },
  approved: { label: "Approved", tone: "success", Icon: CircleCheck },
  promoted: { label: "Applied", tone: "success", Icon: Rocket },
  rejected: { label: "Rejected", tone: "danger", Icon: CircleX },
  withdrawn: { label: "Withdrawn", tone: "neutral", Icon: CircleSlash },
  expired: { label: "Expired", tone: "warning", Icon: Clock },
  failed: { label: "Failed", tone: "danger", Icon: TriangleAlert },
};

export function RequestStatusBadge({ status }: { status: RequestStatus }) {
  return <LookBadge look={LOOKS[status]} />;
}

export const statusLook = (status: RequestStatus): Look => LOOKS[status];
export const statusLabel = (status: RequestStatus): string => LOOKS[status].label;
