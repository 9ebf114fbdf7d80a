import { FlaskConical } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/workspaces/page-links";
import type { AbTestDto } from "@/lib/deployments/dto/ab-tests";
import { AbPanel } from "./ab-panel";

interface AbTabProps {
  tests: readonly AbTestDto[];
  next: string | undefined;
  mayChange: boolean;
}

/** A/B tests of a deployment with their results. */
export function AbTab({ tests, next, mayChange }: AbTabProps) {
  if (tests.length === 0)
    return (
      <EmptyState icon={<FlaskConical />} title="No A/B test yet">
        Start one over REST: POST …/ab-tests with the two revisions and the metric whose outcomes
        you post. The documentation shows how.
      </EmptyState>
    );
  return (
    <>
      {tests.map((test) => (
        <AbPanel key={test.number} test={test} mayChange={mayChange} />
      ))}
      <PageLinks next={next} />
    </>
  );
}
