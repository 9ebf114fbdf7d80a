"use client";
import { Download, Ellipsis, Link2, RotateCcw } from "lucide-react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { formatCount } from "@/lib/core/format";
import { runExportUrl } from "@/lib/runs/query-options/table";
import { hasValues } from "@/lib/runs/search-params/columns";
import { EXPORT_LIMIT } from "@/lib/runs/search-params/requests";
import type { RunTable } from "./use-run-table";

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(window.location.href);
    toast("Link copied: it opens this table as you see it", { tone: "success" });
  } catch {
    toast("The browser refused to copy. Copy the address from its bar.", { tone: "danger" });
  }
}

/** Files of what is listed, a link to it, and the way back to how it was. */
export function RunsMoreMenu({ table }: { table: RunTable }) {
  const { workspace, listing, columns, counts, loader, setState } = table;
  const shown = columns.filter(hasValues);
  const save = (uuids?: readonly string[]) =>
    window.location.assign(
      runExportUrl(workspace, { listing, columns: shown, ...(uuids ? { uuids } : {}) }),
    );
  const matching = Math.min(counts.matching.count, EXPORT_LIMIT);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton variant="secondary" label="More">
          <Ellipsis aria-hidden="true" />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuLabel>Download CSV</DropdownMenuLabel>
        <DropdownMenuItem
          icon={<Download aria-hidden="true" />}
          onSelect={() => save(loader.uuidsInSight())}
        >
          Rows on the screen
        </DropdownMenuItem>
        <DropdownMenuItem icon={<Download aria-hidden="true" />} onSelect={() => save()}>
          {`All ${formatCount(matching)} that match`}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={<Link2 aria-hidden="true" />} onSelect={() => void copyLink()}>
          Copy link to this view
        </DropdownMenuItem>
        <DropdownMenuItem
          icon={<RotateCcw aria-hidden="true" />}
          onSelect={() => void setState(null)}
        >
          Reset view
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
