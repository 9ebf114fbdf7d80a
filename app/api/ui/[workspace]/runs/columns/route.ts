import { z } from "zod";
import { defineRoute } from "@/lib/access/define-route";
import { listColumns } from "@/lib/runs/queries/columns";

export const GET = defineRoute({
  input: z.object({ experiment: z.coerce.number().int().positive() }),
  run: (actor, { experiment }) => listColumns(actor, experiment),
  revalidates: true,
});
