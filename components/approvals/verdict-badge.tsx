import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  ShieldOff,
  TriangleAlert,
} from "lucide-react";
import type { Verdict } from "@/lib/approvals/schema/requests";
import { type Look, LookBadge } from "./look-badge";

const LOOKS: Readonly<Record<Verdict, Look>> = {
  pass: { label: "Pass", tone: "success", Icon: CircleCheck },
  fail: { label: "Fail", tone: "danger", Icon: CircleX },
  warn: { label: "Warning", tone: "warning", Icon: TriangleAlert },
  inconclusive: { label: "Inconclusive", tone: "warning", Icon: CircleHelp },
  not_run: { label: "Not run", tone: "neutral", Icon: CircleDashed },
  waived: { label: "Waived", tone: "info", Icon: ShieldOff },
};

export const verdictLabel = (verdict: Verdict): string => LOOKS[verdict].label;

/** What a gate says, in a word with a sign. */
export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  return <LookBadge look={LOOKS[verdict]} />;
}
