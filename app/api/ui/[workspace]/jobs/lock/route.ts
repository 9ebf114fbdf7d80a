import { defineRoute } from "@/lib/access/define-route";
import { getLockText } from "@/lib/compute/queries/provenance";
import { lockInput } from "@/lib/compute/schema/provenance";

export const GET = defineRoute({ input: lockInput, run: getLockText });
