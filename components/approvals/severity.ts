import { CircleAlert, CircleMinus, MessageSquare, OctagonAlert } from "lucide-react";
import type { Severity } from "@/lib/approvals/schema/requests";
import type { Look } from "./look-badge";

interface SeverityLook extends Look {
  description: string;
}

export const SEVERITY_LOOKS: Readonly<Record<Severity, SeverityLook>> = {
  note: {
    label: "Note",
    description: "A question or a remark.",
    tone: "neutral",
    Icon: MessageSquare,
  },
  minor: {
    label: "Minor issue",
    description: "Should be mended, sooner or later.",
    tone: "info",
    Icon: CircleMinus,
  },
  major: {
    label: "Major issue",
    description: "Should be mended before this goes further.",
    tone: "warning",
    Icon: CircleAlert,
  },
  blocking: {
    label: "Blocking",
    description: "Nothing is approved until somebody who may sign resolves it.",
    tone: "danger",
    Icon: OctagonAlert,
  },
};
