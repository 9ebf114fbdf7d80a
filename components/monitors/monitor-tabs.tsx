"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { TabLinks } from "@/components/ui/tab-links";
import { routes } from "@/lib/core/routes";
import type { MonitorPageDto } from "@/lib/monitors/dto/screens";

/** What there is of a monitor; only answers of a deployment can be right or wrong. */
export function MonitorTabs({ monitor }: { monitor: MonitorPageDto["monitor"] }) {
  const { slug } = useWorkspace();
  if (monitor.deployment === null) return null;
  const tabs = [
    { href: routes.monitor(slug, monitor.id), label: "Drift" },
    { href: routes.monitor(slug, `${monitor.id}/performance`), label: "Performance" },
  ];
  return <TabLinks label="Monitor" tabs={tabs} />;
}
