"use client";
import { Download, FileText, ImageDown, Link2 } from "lucide-react";
import { readSvgLook, toPng } from "@/components/lineage/export-graph";
import { Button } from "@/components/ui/button";
import { download } from "@/components/ui/download";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { routes } from "@/lib/core/routes";
import type { MonitorComparisonDto } from "@/lib/monitors/dto/comparisons";
import { sideInWords } from "@/lib/monitors/rules/changes";
import { categoriesPicture, histogramPicture } from "@/lib/monitors/rules/pictures";

export async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(window.location.href);
    toast("Link copied: colleagues see this view as you see it", { tone: "success" });
  } catch {
    toast("The browser refused to copy. Copy the address from its bar.", { tone: "danger" });
  }
}

async function savePicture({ monitor, before, after, column }: MonitorComparisonDto) {
  if (!column) return;
  const { surface, fg, muted, line, accent } = readSvgLook().colors;
  const draw = column.edges === null ? categoriesPicture : histogramPicture;
  const picture = draw(
    column.distribution.bins,
    {
      title: `${monitor.name}: ${column.finding.name}`,
      ...{ before: sideInWords(before), after: sideInWords(after) },
    },
    { background: surface, text: fg, muted, line, before: muted, after: accent },
  );
  try {
    download(await toPng(picture), `${monitor.name}-${column.finding.name}.png`);
  } catch {
    toast("The picture could not be drawn.", { tone: "danger" });
  }
}

interface ComparisonMenuProps {
  workspace: string;
  comparison: MonitorComparisonDto;
}

/** Takes a comparison away, or hands it on. */
export function ComparisonMenu({ workspace, comparison }: ComparisonMenuProps) {
  const { monitor, before, after, column } = comparison;
  const fileOf = (format: "csv" | "html") =>
    routes.monitorRest(workspace, `${monitor.id}/comparison/export`, {
      ...{ format, before: before.name, after: after.name, column: column?.finding.name },
    });
  return (
    <>
      <Button onClick={() => void copyLink()}>
        <Link2 aria-hidden="true" />
        Copy link
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button>
            <Download aria-hidden="true" />
            Export
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem asChild>
            <a href={fileOf("html")} target="_blank" rel="noreferrer">
              <FileText aria-hidden="true" />
              Report to print (HTML)
            </a>
          </DropdownMenuItem>
          <DropdownMenuItem asChild>
            <a href={fileOf("csv")} download>
              <Download aria-hidden="true" />
              Findings (CSV)
            </a>
          </DropdownMenuItem>
          {column ? (
            <DropdownMenuItem
              icon={<ImageDown aria-hidden="true" />}
              onSelect={() => void savePicture(comparison)}
            >
              {`Picture of ${column.finding.name} (PNG)`}
            </DropdownMenuItem>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
    </>
  );
}
