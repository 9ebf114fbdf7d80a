"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { formatPlural } from "@/lib/core/format";
import { CreateModelDialog } from "./create-model-dialog";
import { ModelsTable } from "./models-table";
import { ModelsToolbar } from "./models-toolbar";
import { useModelList } from "./use-model-list";

export function ModelsScreen() {
  const canWrite = useCan("model:write");
  const [isCreating, setIsCreating] = useState(false);
  const list = useModelList();
  return (
    <>
      <PageHeader
        title="Models"
        meta={<span className="text-muted text-sm">{formatPlural(list.total, "model")}</span>}
        actions={
          canWrite ? (
            <Button variant="primary" onClick={() => setIsCreating(true)}>
              <Plus aria-hidden="true" />
              New model
            </Button>
          ) : null
        }
      />
      <ModelsToolbar isLoading={list.isSearching} />
      <ModelsTable list={list} />
      <CreateModelDialog open={isCreating} onOpenChange={setIsCreating} />
    </>
  );
}
