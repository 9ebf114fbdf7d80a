import type { DeploymentEventDto } from "@/lib/deployments/dto/traffic";

/** Something that happened beside what a monitor found: to its deployment, to itself, or an incident. */
export interface AnnotationDto
  extends Pick<DeploymentEventDto, "at" | "title" | "reason" | "by" | "request"> {
  kind: DeploymentEventDto["kind"] | "definition" | "incident" | "resolved";
  /** Number of the incident. */
  incident: number | null;
}
