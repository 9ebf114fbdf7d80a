import { defineRoute } from "@/lib/access/define-route";
import { compareRunProvenance } from "@/lib/compute/queries/run-provenance";
import { compareProvenanceInput } from "@/lib/compute/schema/provenance";

export const GET = defineRoute({ input: compareProvenanceInput, run: compareRunProvenance });
