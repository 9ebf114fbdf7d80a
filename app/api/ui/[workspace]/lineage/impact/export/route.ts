import { defineDownload } from "@/lib/access/define-route";
import type { ExportedFile } from "@/lib/core/exported-file";
import { exportImpact } from "@/lib/lineage/queries/impact";
import { exportImpactInput } from "@/lib/lineage/schema";

async function* streamed(chunks: ExportedFile["chunks"]) {
  yield* chunks;
}

export const GET = defineDownload({
  input: exportImpactInput,
  run: async (actor, input) => {
    const { name, type, chunks } = await exportImpact(actor, input);
    return {
      fileName: name,
      contentType: `${type}; charset=utf-8`,
      chunks: streamed(chunks),
    };
  },
});
