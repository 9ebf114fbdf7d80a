import { defineRoute } from "@/lib/access/define-route";
import { getChangesSince } from "@/lib/approvals/queries/revisions";
import { changesSinceInput } from "@/lib/approvals/schema/requests";

export const GET = defineRoute({ input: changesSinceInput, run: getChangesSince });
