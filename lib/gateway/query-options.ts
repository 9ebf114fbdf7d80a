import { queryOptions } from "@tanstack/react-query";
import { NOTHING_PRINTED, type Printed, print } from "@/lib/compute/rules/terminal";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { LogPieceDto } from "./dto/revision-log";

interface RevisionLog {
  printed: Printed;
  next: number;
}

const FOLLOW_MS = 2_000;
const NOTHING: RevisionLog = { printed: NOTHING_PRINTED, next: 0 };

/** What a revision's process printed, and goes on printing: each reading adds what is new. */
export function revisionLogOptions(workspace: string, deployment: string, revision: number) {
  return queryOptions({
    queryKey: ["deployments", workspace, "log", deployment, revision] as const,
    queryFn: async ({ client, queryKey, signal }): Promise<RevisionLog> => {
      const before = client.getQueryData<RevisionLog>(queryKey) ?? NOTHING;
      const { text, next } = await fetchData<LogPieceDto>(
        routes.uiApi(workspace, "deployments/log", { deployment, revision, after: before.next }),
        signal,
      );
      return text === "" ? before : { printed: print(before.printed, text), next };
    },
    refetchInterval: FOLLOW_MS,
    structuralSharing: false,
  });
}
