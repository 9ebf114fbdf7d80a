import { z } from "zod";
import { defineDownload } from "@/lib/access/define-route";
import { exportCheckpoints } from "@/lib/audit/queries/proof";

export const GET = defineDownload({
  input: z.object({}),
  run: async (actor) => ({
    fileName: `checkpoints-${new Date().toISOString().slice(0, 10)}.jsonl`,
    contentType: "application/jsonl; charset=utf-8",
    chunks: exportCheckpoints(actor),
  }),
});
