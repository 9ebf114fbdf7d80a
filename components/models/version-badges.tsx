import { Archive, AtSign, CircleDashed, CircleX, Rocket, TestTubeDiagonal } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { VersionStatus } from "@/lib/models/rules/versions";
import type { Stage } from "@/lib/models/schema";

/** An alias as clients write it after a model's name. */
export function AliasBadge({ alias, version }: { alias: string; version?: number | undefined }) {
  return (
    <Badge tone="accent" icon={<AtSign aria-hidden="true" />}>
      {version === undefined ? alias : `${alias} → ${version}`}
    </Badge>
  );
}

const STAGES = {
  Staging: { tone: "info", Icon: TestTubeDiagonal },
  Production: { tone: "success", Icon: Rocket },
  Archived: { tone: "neutral", Icon: Archive },
} as const satisfies Record<Exclude<Stage, "None">, { tone: Tone; Icon: typeof Rocket }>;

/** Nothing for a version in no stage, which is what most are. */
export function StageBadge({ stage }: { stage: Stage }) {
  if (stage === "None") return null;
  const { tone, Icon } = STAGES[stage];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {stage}
    </Badge>
  );
}

/** A stage with the version that serves from it. */
export function ServingStageBadge({ stage, version }: { stage: string; version: number }) {
  const { tone, Icon } = stage === "Staging" ? STAGES.Staging : STAGES.Production;
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {`${stage} → ${version}`}
    </Badge>
  );
}

/** Only what is out of the ordinary: versions are ready at once. */
export function StatusBadge({ status }: { status: VersionStatus }) {
  if (status === "READY") return null;
  return status === "FAILED_REGISTRATION" ? (
    <Badge tone="danger" icon={<CircleX aria-hidden="true" />}>
      Registration failed
    </Badge>
  ) : (
    <Badge tone="warning" icon={<CircleDashed aria-hidden="true" />}>
      Being registered
    </Badge>
  );
}
