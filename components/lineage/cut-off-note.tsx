import { Callout } from "@/components/ui/callout";
import { formatCount } from "@/lib/core/format";
import { type CutOff, WALK_LIMITS } from "@/lib/lineage/rules/walk";

const REASONS: Readonly<Record<CutOff, string>> = {
  nodes: `There is more than the ${formatCount(WALK_LIMITS.nodes)} nodes that a picture holds.`,
  edges: `There is more than the ${formatCount(WALK_LIMITS.edges)} edges that a picture holds.`,
  time: `Reading the graph took longer than ${WALK_LIMITS.time / 1_000} seconds: a part of it is missing.`,
};

/** Says that a picture is not the whole, and how to see what is wanted of it. */
export function CutOffNote({ cutOff }: { cutOff: CutOff }) {
  return (
    <Callout tone="warning" className="m-3 shrink-0">
      {REASONS[cutOff]} Choose fewer levels, one direction, or only the latest versions.
    </Callout>
  );
}
