import { formatDuration, formatPlural } from "@/lib/core/format";
import { healthOf, verificationOf } from "@/lib/deployments/rules/health";
import type { DeploymentStatus, StateStatus } from "@/lib/deployments/schema/deployments";
import type { Severity } from "@/lib/monitors/schema/alerts";
import type { PortfolioHealth } from "../schema";

interface Part {
  /** Of the traffic that is answered. */
  weight: number;
  state: { status: StateStatus; observedAt: number };
}

interface Known {
  status: DeploymentStatus;
  parts: readonly Part[];
  /** The worst of its incidents that are not resolved; null for none. */
  incident: Severity | null;
}

export interface JudgedHealth {
  health: PortfolioHealth;
  /** Empty where it serves as it should. */
  reason: string;
}

const INCIDENTS: Readonly<Record<Severity, string | null>> = {
  critical: "A critical incident is open.",
  warning: "An incident is open.",
  info: null,
};

/** How a deployment is for whoever depends on it: by what answers, and by what is known against its answers. */
export function portfolioHealth({ status, parts, incident }: Known, now: number): JudgedHealth {
  const answering = parts.filter(({ weight }) => weight > 0);
  const away = answering.filter(({ state }) => ["failed", "stopped"].includes(state.status));
  switch (healthOf(status, parts)) {
    case "stopped":
      return { health: "stopped", reason: "It was stopped: nobody is answered." };
    case "failed":
      return { health: "down", reason: "Nothing that has traffic answers." };
    case "degraded":
      return {
        health: "degraded",
        reason: `${away.length} of ${formatPlural(answering.length, "revision")} with traffic ${away.length === 1 ? "does" : "do"} not answer.`,
      };
    case "starting":
      return { health: "starting", reason: "It is loading." };
    case "ready": {
      const stale = answering
        .filter(({ state }) => verificationOf(status, state, now) === "unconfirmed")
        .map(({ state }) => state.observedAt);
      if (stale.length > 0)
        return {
          health: "degraded",
          reason: `Nobody has confirmed for ${formatDuration(now - Math.min(...stale))} that it answers.`,
        };
      const known = incident && INCIDENTS[incident];
      return known ? { health: "degraded", reason: known } : { health: "serving", reason: "" };
    }
  }
}
