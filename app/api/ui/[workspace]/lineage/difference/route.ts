import { defineRoute } from "@/lib/access/define-route";
import { getLineageDifference } from "@/lib/lineage/queries/difference";
import { differenceInput } from "@/lib/lineage/schema";

export const GET = defineRoute({ input: differenceInput, run: getLineageDifference });
