import { defineRoute } from "@/lib/access/define-route";
import { watchTraffic } from "@/lib/deployments/queries/traffic";
import { liveTrafficInput } from "@/lib/deployments/schema/timeline";

export const GET = defineRoute({ input: liveTrafficInput, run: watchTraffic });
