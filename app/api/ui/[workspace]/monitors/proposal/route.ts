import { defineRoute } from "@/lib/access/define-route";
import { proposeMonitor } from "@/lib/monitors/queries/proposals";
import { proposeMonitorInput } from "@/lib/monitors/schema/monitors";

export const GET = defineRoute({ input: proposeMonitorInput, run: proposeMonitor });
