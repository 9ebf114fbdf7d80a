import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import type { Page } from "@/lib/core/page";
import { routes } from "@/lib/core/routes";
import type { ArtifactPreview } from "@/lib/storage/preview/preview";
import type { ArtifactDto, RunEnvironmentDto } from "../dto/artifacts";

/** The artifact uri of a run, a logged model or a version, and a path below it. */
export interface ArtifactPlace {
  uri: string;
  path: string;
}

export const artifactKeys = {
  all: (workspace: string, uri: string) => ["artifacts", workspace, uri] as const,
  list: (workspace: string, { uri, path }: ArtifactPlace) =>
    [...artifactKeys.all(workspace, uri), "list", path] as const,
  preview: (workspace: string, { uri, path }: ArtifactPlace) =>
    [...artifactKeys.all(workspace, uri), "preview", path] as const,
};

/** What is directly in a directory, page by page. */
export const artifactListOptions = (workspace: string, { uri, path }: ArtifactPlace) =>
  infiniteQueryOptions({
    queryKey: artifactKeys.list(workspace, { uri, path }),
    queryFn: ({ signal, pageParam }) =>
      fetchData<Page<ArtifactDto>>(
        routes.uiApi(workspace, "runs/artifacts", { uri, path, pageToken: pageParam }),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken,
  });

/** What can be shown of a file. */
export const artifactPreviewOptions = (workspace: string, { uri, path }: ArtifactPlace) =>
  queryOptions({
    queryKey: artifactKeys.preview(workspace, { uri, path }),
    queryFn: ({ signal }) =>
      fetchData<ArtifactPreview>(
        routes.uiApi(workspace, "runs/artifact-preview", { uri, path }),
        signal,
      ),
  });

/** What was installed where a run was made. */
export const runEnvironmentOptions = (workspace: string, run: { uuid: string; uri: string }) =>
  queryOptions({
    queryKey: [...artifactKeys.all(workspace, run.uri), "environment"],
    queryFn: ({ signal }) =>
      fetchData<RunEnvironmentDto | null>(
        routes.uiApi(workspace, "runs/environment", { run: run.uuid }),
        signal,
      ),
  });
