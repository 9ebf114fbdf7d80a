import type { Route } from "next";

/** The page of a node of lineage; null for what has none. True because the server made it with lib/core/routes. */
export const toPageRoute = (page: string | null): Route | null => page as Route | null;
