import { CircleCheck, CirclePause, CircleX, LoaderCircle, TriangleAlert } from "lucide-react";
import { type Look, LookBadge } from "@/components/approvals/look-badge";
import type { PortfolioHealth } from "@/lib/portfolio/schema";

export const HEALTH_LOOKS: Readonly<Record<PortfolioHealth, Look>> = {
  down: { label: "Down", tone: "danger", Icon: CircleX },
  degraded: { label: "Degraded", tone: "warning", Icon: TriangleAlert },
  starting: { label: "Starting", tone: "info", Icon: LoaderCircle },
  stopped: { label: "Stopped", tone: "neutral", Icon: CirclePause },
  serving: { label: "Serving", tone: "success", Icon: CircleCheck },
};

export function PortfolioHealthBadge({ health }: { health: PortfolioHealth }) {
  return <LookBadge look={HEALTH_LOOKS[health]} />;
}
