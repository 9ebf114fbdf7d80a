import { defineRoute } from "@/lib/access/define-route";
import { getRunProvenance } from "@/lib/compute/queries/run-provenance";
import { runProvenanceRequest } from "@/lib/compute/schema/provenance";

export const GET = defineRoute({
  input: runProvenanceRequest,
  run: (actor, { run }) => getRunProvenance(actor, { runUuid: run }),
});
