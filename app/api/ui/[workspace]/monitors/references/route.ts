import { defineRoute } from "@/lib/access/define-route";
import { listReferences } from "@/lib/monitors/queries/proposals";
import { listReferencesInput } from "@/lib/monitors/schema/monitors";

export const GET = defineRoute({ input: listReferencesInput, run: listReferences });
