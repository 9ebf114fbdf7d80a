import { defineRoute } from "@/lib/access/define-route";
import { followRevisionLog } from "@/lib/gateway/queries/revision-log";
import { followLogInput } from "@/lib/gateway/schema/revision-log";

export const GET = defineRoute({ input: followLogInput, run: followRevisionLog });
