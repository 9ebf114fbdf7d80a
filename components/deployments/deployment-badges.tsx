import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  LoaderCircle,
  ShieldCheck,
  TriangleAlert,
} from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { Health } from "@/lib/deployments/dto/deployments";
import type { StateStatus } from "@/lib/deployments/schema/deployments";

interface Look {
  tone: Tone;
  Icon: typeof CircleCheck;
  label: string;
}

const HEALTH_LOOKS: Readonly<Record<Health, Look>> = {
  ready: { tone: "success", Icon: CircleCheck, label: "Ready" },
  starting: { tone: "info", Icon: LoaderCircle, label: "Starting" },
  degraded: { tone: "warning", Icon: TriangleAlert, label: "Degraded" },
  failed: { tone: "danger", Icon: CircleX, label: "Failed" },
  stopped: { tone: "neutral", Icon: CirclePause, label: "Stopped" },
};

const STATE_LOOKS: Readonly<Record<StateStatus, Look>> = {
  pending: { tone: "neutral", Icon: CircleDashed, label: "Not loaded" },
  loading: { tone: "info", Icon: LoaderCircle, label: "Loading" },
  ready: { tone: "success", Icon: CircleCheck, label: "Ready" },
  failed: { tone: "danger", Icon: CircleX, label: "Failed" },
  stopped: { tone: "neutral", Icon: CirclePause, label: "Unloaded" },
};

function LookBadge({ look: { tone, Icon, label } }: { look: Look }) {
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {label}
    </Badge>
  );
}

export function HealthBadge({ health }: { health: Health }) {
  return <LookBadge look={HEALTH_LOOKS[health]} />;
}

/** How a revision was last found. */
export function StateBadge({ status }: { status: StateStatus }) {
  return <LookBadge look={STATE_LOOKS[status]} />;
}

interface EnvironmentBadgeProps {
  environment: string;
  isProtected: boolean;
}

export function EnvironmentBadge({ environment, isProtected }: EnvironmentBadgeProps) {
  return (
    <Badge
      tone={isProtected ? "accent" : "neutral"}
      icon={isProtected ? <ShieldCheck aria-hidden="true" /> : undefined}
    >
      {environment}
      {isProtected ? <span className="sr-only">, protected by a policy</span> : null}
    </Badge>
  );
}
