import { defineRoute } from "@/lib/access/define-route";
import { findRunEnvironment } from "@/lib/models/queries/run-environment";
import { runPeekRequest } from "@/lib/runs/search-params/requests";

export const GET = defineRoute({
  input: runPeekRequest,
  run: (actor, { run }) => findRunEnvironment(actor, { runUuid: run }),
  revalidates: true,
});
