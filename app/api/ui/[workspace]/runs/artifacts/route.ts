import { defineRoute } from "@/lib/access/define-route";
import { listArtifactsAt } from "@/lib/runs/queries/artifacts";
import { artifactListRequest } from "@/lib/runs/search-params/artifacts";

export const GET = defineRoute({
  input: artifactListRequest,
  run: (actor, { uri, path, pageToken }) => listArtifactsAt(actor, uri, path, { pageToken }),
  revalidates: true,
});
