"use client";
import { Download } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { AuditFilter, ExportFormat } from "@/lib/audit/schema";
import { routes } from "@/lib/core/routes";

const FORMATS: readonly { format: ExportFormat; label: string }[] = [
  { format: "csv", label: "CSV, for a spreadsheet" },
  { format: "json", label: "JSON, with everything" },
];

/** Everything that the filters let through, as a file. The export itself goes on record. */
export function ExportMenu({ filter }: { filter: AuditFilter }) {
  const { slug } = useWorkspace();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button>
          <Download aria-hidden="true" />
          Export
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {FORMATS.map(({ format, label }) => (
          <DropdownMenuItem key={format} asChild>
            <a href={routes.uiApi(slug, "audit/export", { ...filter, format })} download>
              {label}
            </a>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
