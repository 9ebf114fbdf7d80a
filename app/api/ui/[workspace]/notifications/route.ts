import { z } from "zod";
import { defineRoute } from "@/lib/access/define-route";
import { getUnread } from "@/lib/events/queries/notifications";

export const GET = defineRoute({ input: z.object({}), run: (actor) => getUnread(actor) });
