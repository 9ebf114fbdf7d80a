"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { TabLinks } from "@/components/ui/tab-links";
import { DEPLOYMENT_TABS, type DeploymentTab, routes } from "@/lib/core/routes";

const TAB_LABELS: Readonly<Record<DeploymentTab, string>> = {
  traffic: "Traffic",
  rollouts: "Rollouts",
  tests: "A/B tests",
  playground: "Playground",
  revisions: "Revisions",
  logs: "Logs",
  history: "History",
};

interface DeploymentTabsProps {
  name: string;
  current: DeploymentTab | "predictions";
}

/** The pages of one deployment. */
export function DeploymentTabs({ name, current }: DeploymentTabsProps) {
  const { slug } = useWorkspace();
  const predictions = routes.predictions(slug, name);
  return (
    <TabLinks
      label="Deployment"
      current={current === "predictions" ? predictions : routes.deployment(slug, name, current)}
      tabs={[
        ...DEPLOYMENT_TABS.map((tab) => ({
          href: routes.deployment(slug, name, tab),
          label: TAB_LABELS[tab],
        })),
        { href: predictions, label: "Predictions" },
      ]}
    />
  );
}
