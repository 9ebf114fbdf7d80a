"use client";
import { ConnectionBadge } from "./connection-badge";
import { useConnectionState } from "./live";

/** Whether what is on the screen follows what happens. */
export function ConnectionState({ collapsed }: { collapsed: boolean }) {
  return <ConnectionBadge state={useConnectionState()} collapsed={collapsed} />;
}
