import { z } from "zod";
import { defineRoute } from "@/lib/access/define-route";
import { getWaiting } from "@/lib/approvals/queries/waiting";

export const GET = defineRoute({ input: z.object({}), run: (actor) => getWaiting(actor) });
