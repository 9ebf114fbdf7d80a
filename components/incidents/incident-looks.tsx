import {
  CircleCheck,
  CircleDot,
  Eye,
  Flame,
  Info,
  OctagonAlert,
  TriangleAlert,
} from "lucide-react";
import { type Look, LookBadge } from "@/components/approvals/look-badge";
import { type FiringState, firingState } from "@/lib/incidents/rules/firing";
import type { IncidentStatus, SignalKind } from "@/lib/incidents/schema/incidents";
import type { Severity } from "@/lib/monitors/schema/alerts";

export const SEVERITY_LOOKS: Readonly<Record<Severity, Look>> = {
  info: { label: "Info", tone: "info", Icon: Info },
  warning: { label: "Warning", tone: "warning", Icon: TriangleAlert },
  critical: { label: "Critical", tone: "danger", Icon: OctagonAlert },
};

const STATUS_LOOKS: Readonly<Record<IncidentStatus, Look>> = {
  open: { label: "Open", tone: "warning", Icon: CircleDot },
  acknowledged: { label: "Acknowledged", tone: "info", Icon: Eye },
  resolved: { label: "Resolved", tone: "success", Icon: CircleCheck },
};

const FIRING_LOOKS: Readonly<Record<FiringState, Look>> = {
  firing: { label: "Firing", tone: "danger", Icon: Flame },
  over: { label: "Over", tone: "neutral", Icon: CircleCheck },
  still_firing: { label: "Still firing", tone: "warning", Icon: Flame },
  ended: { label: "Ended", tone: "neutral", Icon: CircleCheck },
};

export const SIGNAL_LABELS: Readonly<Record<SignalKind, string>> = {
  drift: "Drift",
  column: "Drift of a column",
  performance: "Performance",
  quality: "Quality of data",
  silence: "Silence",
  rollback: "Rollback",
};

export function SeverityBadge({ severity }: { severity: Severity }) {
  return <LookBadge look={SEVERITY_LOOKS[severity]} />;
}

export function IncidentStatusBadge({ status }: { status: IncidentStatus }) {
  return <LookBadge look={STATUS_LOOKS[status]} />;
}

/** Whether it is still so, of an incident or of a signal of one. */
export function FiringBadge(props: Parameters<typeof firingState>[0]) {
  return <LookBadge look={FIRING_LOOKS[firingState(props)]} />;
}
