"use client";
import { Radar } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { routes } from "@/lib/core/routes";
import { watchDatasetAction } from "@/lib/monitors/actions";

interface WatchDatasetButtonProps {
  datasetId: number;
  /** The reference: later versions are laid beside it. */
  version: number;
}

/** Watches a dataset from a version on, and goes to the monitor. Nothing for who may make none. */
export function WatchDatasetButton({ datasetId, version }: WatchDatasetButtonProps) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  const [isBusy, setIsBusy] = useState(false);
  if (!useCan("monitor:write")) return null;
  const watch = async () => {
    setIsBusy(true);
    const name = `Drift since version ${version}`;
    const result = await watchDatasetAction({ workspace, datasetId, version, name });
    setIsBusy(false);
    if (result.ok) router.push(routes.monitor(workspace, result.data.id));
    else toast(result.error.message, { tone: "danger" });
  };
  return (
    <Button
      loading={isBusy}
      title={`Lays each later version beside version ${version}`}
      onClick={() => void watch()}
    >
      <Radar aria-hidden="true" />
      Watch
    </Button>
  );
}
