import { defineRoute } from "@/lib/access/define-route";
import { readLog } from "@/lib/compute/queries/log";
import { readLogInput } from "@/lib/compute/schema/jobs";

export const GET = defineRoute({ input: readLogInput, run: readLog });
