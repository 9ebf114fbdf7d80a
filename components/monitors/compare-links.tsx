"use client";
import { GitCompareArrows } from "lucide-react";
import { useQueryState } from "nuqs";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { routes } from "@/lib/core/routes";
import type { CellDto, MonitorPageDto } from "@/lib/monitors/dto/screens";
import { nameOfWindow } from "@/lib/monitors/rules/window-names";
import { windowInWords } from "@/lib/monitors/rules/words";
import { monitorPageParams } from "@/lib/monitors/search-params";

/** Where two windows of a monitor stand beside each other. */
export const comparisonOf = (
  workspace: string,
  { id, definition: { window } }: MonitorPageDto["monitor"],
  { before, after, column }: { before: number | null; after: number; column: string },
) =>
  routes.monitor(workspace, `${id}/compare`, {
    before: before === null ? "reference" : nameOfWindow(window, before),
    ...{ after: nameOfWindow(window, after), column },
  });

interface CompareLinksProps {
  cell: CellDto;
  monitor: MonitorPageDto["monitor"];
}

/** Ways from a window to its comparison with the reference, or with another window that was marked. */
export function CompareLinks({ cell, monitor }: CompareLinksProps) {
  const { slug } = useWorkspace();
  const [mark, setMark] = useQueryState("mark", monitorPageParams.mark);
  const { opensAt, closesAt, finding } = cell;
  const linkTo = (before: number | null) =>
    comparisonOf(slug, monitor, { before, after: opensAt, column: finding.name });
  const other = mark === null || mark === opensAt ? null : mark;
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
          {`With ${windowInWords({ opensAt: other, closesAt: other + closesAt - opensAt })}`}
        </LinkButton>
      )}
    </>
  );
}
