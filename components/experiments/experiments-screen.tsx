"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { formatPlural } from "@/lib/core/format";
import { CreateExperimentDialog } from "./create-experiment-dialog";
import { ExperimentsTable } from "./experiments-table";
import { ExperimentsToolbar } from "./experiments-toolbar";
import { useExperimentList } from "./use-experiment-list";

export function ExperimentsScreen() {
  const canWrite = useCan("experiment:write");
  const [isCreating, setIsCreating] = useState(false);
  const list = useExperimentList();
  return (
    <>
      <PageHeader
        title="Experiments"
        meta={<span className="text-muted text-sm">{formatPlural(list.total, "experiment")}</span>}
        actions={
          canWrite ? (
            <Button variant="primary" onClick={() => setIsCreating(true)}>
              <Plus aria-hidden="true" />
              New experiment
            </Button>
          ) : null
        }
      />
      <ExperimentsToolbar isLoading={list.isSearching} />
      <ExperimentsTable list={list} />
      <CreateExperimentDialog open={isCreating} onOpenChange={setIsCreating} />
    </>
  );
}
