import { Check, MessageCircleWarning, X } from "lucide-react";
import type { Decision } from "@/lib/approvals/schema/requests";
import type { Look } from "./look-badge";

export const DECISION_LOOKS: Readonly<Record<Decision, Look>> = {
  approve: { label: "Approved", tone: "success", Icon: Check },
  request_changes: { label: "Asked for changes", tone: "warning", Icon: MessageCircleWarning },
  reject: { label: "Rejected", tone: "danger", Icon: X },
};
