import { defineDownload } from "@/lib/access/define-route";
import { exportAudit } from "@/lib/audit/queries/events";
import { exportAuditInput } from "@/lib/audit/schema";

export const GET = defineDownload({
  input: exportAuditInput,
  run: async (actor, input) => ({
    fileName: `audit-${actor.workspaceSlug}-${new Date().toISOString().slice(0, 10)}.${input.format}`,
    contentType:
      input.format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
    chunks: exportAudit(actor, input),
  }),
});
