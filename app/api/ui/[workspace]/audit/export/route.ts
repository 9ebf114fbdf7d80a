import { defineDownload } from "@/lib/access/define-route";
import { exportAudit } from "@/lib/audit/queries/events";
import { exportAuditInput } from "@/lib/audit/schema";

export const GET = defineDownload({ input: exportAuditInput, run: exportAudit });
