import { QueryClient } from "@tanstack/react-query";

const FRESH_MS = 15_000;

/** The server seeds what the first paint shows (HydrateQuery); here it only has to be kept true. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_MS, retry: 1, throwOnError: false },
    },
  });
}
