import { defineRoute } from "@/lib/access/define-route";
import { getArtifactPreviewAt } from "@/lib/runs/queries/artifact-previews";
import { artifactPlaceRequest } from "@/lib/runs/search-params/artifacts";

export const GET = defineRoute({
  input: artifactPlaceRequest,
  run: (actor, { uri, path }) => getArtifactPreviewAt(actor, uri, path),
  revalidates: true,
});
