"use client";
import { GitCompareArrows } from "lucide-react";
import { useQueryState } from "nuqs";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { routes } from "@/lib/core/routes";
import type { CellDto } from "@/lib/monitors/dto/screens";
import { nameOfSide, sideOfWindow } from "@/lib/monitors/rules/window-names";
import { windowInWords } from "@/lib/monitors/rules/words";
import { monitorPageParams } from "@/lib/monitors/search-params";

interface Span {
  opensAt: number;
  closesAt: number;
  datasetVersion?: number | null;
}

/** Where two windows of a monitor stand beside each other. */
export const comparisonOf = (
  workspace: string,
  monitorId: number,
  { before, after, column }: { before: Span | null; after: Span; column: string },
) =>
  routes.monitor(workspace, `${monitorId}/compare`, {
    before: before === null ? "reference" : nameOfSide(sideOfWindow(before)),
    ...{ after: nameOfSide(sideOfWindow(after)), column },
  });

interface CompareLinksProps {
  cell: CellDto;
  monitorId: number;
  /** Those of the map, one of which may be marked. */
  windows: readonly Span[];
}

/** Ways from a window to its comparison with the reference, or with another window that was marked. */
export function CompareLinks({ cell, monitorId, windows }: CompareLinksProps) {
  const { slug } = useWorkspace();
  const [mark, setMark] = useQueryState("mark", monitorPageParams.mark);
  const { opensAt, closesAt, finding } = cell;
  const linkTo = (before: Span | null) =>
    comparisonOf(slug, monitorId, { before, after: cell, column: finding.name });
  // A mark is a moment: the windows of a monitor are of one length.
  const other =
    mark === null || mark === opensAt
      ? null
      : (windows.find((one) => one.opensAt === mark) ?? {
          opensAt: mark,
          closesAt: mark + closesAt - opensAt,
        });
  return (
    <>
      <LinkButton size="sm" href={linkTo(null)}>
        <GitCompareArrows aria-hidden="true" />
        Compare
      </LinkButton>
      {other === null ? (
        <Button size="sm" onClick={() => void setMark(mark === opensAt ? null : opensAt)}>
          {mark === opensAt ? "Marked: choose another window" : "Mark to compare"}
        </Button>
      ) : (
        <LinkButton size="sm" href={linkTo(other)}>
          {`With ${windowInWords(other)}`}
        </LinkButton>
      )}
    </>
  );
}
