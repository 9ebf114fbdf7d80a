import { defineRoute } from "@/lib/access/define-route";
import { toShown } from "@/lib/compute/dto/jobs";
import { getRunProvenance } from "@/lib/compute/queries/run-provenance";
import { runProvenanceRequest } from "@/lib/compute/schema/provenance";

export const GET = defineRoute({
  input: runProvenanceRequest,
  run: async (actor, { run }) => toShown(await getRunProvenance(actor, { runUuid: run })),
});
