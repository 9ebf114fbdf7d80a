import { type DataTag, dehydrate, HydrationBoundary, type QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { createQueryClient } from "./query-client";

interface Seed {
  key: QueryKey;
  data: unknown;
}

/** Data a server component has already read, under the key its client components ask for; the types have to agree. */
export function seedQuery<Data>(
  options: { queryKey: DataTag<QueryKey, Data, Error> },
  data: NoInfer<Data>,
): Seed {
  return { key: options.queryKey, data };
}

interface HydrateQueryProps {
  seeds: readonly Seed[];
  children: ReactNode;
}

/** Hands data from the server to the queries of the screen below, so that the first paint needs no request. */
export function HydrateQuery({ seeds, children }: HydrateQueryProps) {
  const client = createQueryClient();
  for (const { key, data } of seeds) client.setQueryData(key, data);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
