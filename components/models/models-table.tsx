"use client";
import { Boxes, FolderOpen, ListFilter } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import type { ColumnArrangement } from "@/components/tables/column-layout";
import { DataGrid } from "@/components/tables/data-grid";
import type { GridSort } from "@/components/tables/grid-column";
import { NOTHING_SELECTED } from "@/components/tables/row-selection";
import { Button } from "@/components/ui/button";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { routes } from "@/lib/core/routes";
import type { ModelItemDto } from "@/lib/models/dto/overview";
import { modelSorts, type RiskTier } from "@/lib/models/schema";
import { modelColumns } from "./model-columns";
import { useRegisterCode } from "./register-snippet";
import { useModelFilters } from "./use-model-filters";
import type { ModelList } from "./use-model-list";

const nameOf = ({ name }: ModelItemDto) => name;
const PLAIN: ColumnArrangement = { order: [], pinned: [], widths: {} };

function NoModels() {
  const code = useRegisterCode("churn");
  return (
    <EmptyState
      icon={<Boxes />}
      title="No models yet"
      snippet={{ code, language: "Python" }}
      className="max-w-180"
    >
      A model is registered when a run logs it under a name. Every time it is logged again, it gets
      its next version.
    </EmptyState>
  );
}

function Nothing({ list }: { list: ModelList }) {
  const { isFiltered, clear } = useModelFilters();
  if (list.error)
    return (
      <ErrorState
        title="The models could not be read"
        action={<Button onClick={list.retry}>Try again</Button>}
      >
        {list.error.message}
      </ErrorState>
    );
  if (!isFiltered) return <NoModels />;
  return (
    <EmptyState
      icon={<Boxes />}
      title="No model matches"
      action={<Button onClick={clear}>Clear filters</Button>}
    >
      Try fewer words or filters.
    </EmptyState>
  );
}

interface CellMenuProps {
  model: ModelItemDto;
  columnId: string;
  onOpen: () => void;
  onOwner: (owner: string) => void;
  onTag: (tag: string) => void;
  onRisk: (tier: RiskTier) => void;
}

const asTag = ({ key, value }: { key: string; value: string }) =>
  value === "" ? key : `${key}=${value}`;

function CellMenu({ model, columnId, onOpen, onOwner, onTag, onRisk }: CellMenuProps) {
  const filter = <ListFilter aria-hidden="true" />;
  return (
    <>
      {columnId === "owner" && model.owner !== "" ? (
        <DropdownMenuItem icon={filter} onSelect={() => onOwner(model.owner)}>
          {`Only of ${model.owner}`}
        </DropdownMenuItem>
      ) : null}
      {columnId === "risk" ? (
        <DropdownMenuItem icon={filter} onSelect={() => onRisk(model.riskTier)}>
          {`Only of ${model.riskTier} risk`}
        </DropdownMenuItem>
      ) : null}
      {columnId === "tags"
        ? model.tags.map((tag) => (
            <DropdownMenuItem key={tag.key} icon={filter} onSelect={() => onTag(asTag(tag))}>
              {`Only with ${asTag(tag)}`}
            </DropdownMenuItem>
          ))
        : null}
      <DropdownMenuItem icon={<FolderOpen aria-hidden="true" />} hotkey="enter" onSelect={onOpen}>
        Open
      </DropdownMenuItem>
    </>
  );
}

export function ModelsTable({ list }: { list: ModelList }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const { filters, setFilters } = useModelFilters();
  const [arrangement, setArrangement] = useState(PLAIN);
  const columns = useMemo(() => modelColumns(slug), [slug]);
  const hrefOf = (model: ModelItemDto) => routes.model(slug, model.name);
  const setSort = (next: GridSort | null) => {
    const by = modelSorts.find((known) => known === next?.columnId) ?? null;
    void setFilters({ sort: by, isAscending: by ? (next?.isAscending ?? null) : null });
  };
  if (list.rows.length === 0 && (list.isLoaded || list.error)) return <Nothing list={list} />;
  return (
    <DataGrid
      label="Models"
      className="min-h-0 shrink"
      columns={columns}
      arrangement={arrangement}
      onArrange={setArrangement}
      sort={{ columnId: filters.sort, isAscending: filters.isAscending }}
      onSort={setSort}
      rowCount={list.rowCount}
      totalRows={list.total}
      rowAt={list.rowAt}
      idOf={nameOf}
      nameOf={nameOf}
      selection={NOTHING_SELECTED}
      onOpen={(model, isNewTab) =>
        isNewTab ? window.open(hrefOf(model)) : router.push(hrefOf(model))
      }
      renderCellMenu={(model, columnId) => (
        <CellMenu
          model={model}
          columnId={columnId}
          onOpen={() => router.push(hrefOf(model))}
          onOwner={(owner) => void setFilters({ owner })}
          onTag={(tag) => void setFilters({ tag })}
          onRisk={(risk) => void setFilters({ risk })}
        />
      )}
      onRange={list.onRange}
      isBusy={list.isSearching}
      resetKey={JSON.stringify(filters)}
    />
  );
}
