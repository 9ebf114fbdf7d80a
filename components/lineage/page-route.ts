import type { Route } from "next";

/** True because the server made the address of a node's page with lib/core/routes. */
export const toPage = (page: string): Route => page as Route;
