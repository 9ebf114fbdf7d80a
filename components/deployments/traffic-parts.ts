import type { RevisionDto } from "@/lib/deployments/dto/deployments";
import type { TrafficPart } from "./traffic-bar";

export const servedTitle = ({ model, version }: Pick<RevisionDto, "model" | "version">) =>
  `${model} v${version}`;

export const trafficParts = (revisions: readonly RevisionDto[]): TrafficPart[] =>
  revisions.map((one) => ({
    revision: one.number,
    title: servedTitle(one),
    weight: one.weight,
    shadowShare: one.shadowShare,
  }));
