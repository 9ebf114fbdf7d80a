import { Check, type LucideIcon, MessageCircleWarning, X } from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { Decision } from "@/lib/approvals/schema/requests";

export const DECISION_LOOKS: Readonly<
  Record<Decision, { label: string; tone: Tone; Icon: LucideIcon }>
> = {
  approve: { label: "Approved", tone: "success", Icon: Check },
  request_changes: { label: "Asked for changes", tone: "warning", Icon: MessageCircleWarning },
  reject: { label: "Rejected", tone: "danger", Icon: X },
};
