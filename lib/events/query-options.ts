import { queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { UnreadDto } from "./dto";

/** How many notifications wait, and the newest. */
export function unreadOptions(workspace: string) {
  return queryOptions({
    queryKey: ["notifications", workspace] as const,
    queryFn: ({ signal }) => fetchData<UnreadDto>(routes.uiApi(workspace, "notifications"), signal),
  });
}
