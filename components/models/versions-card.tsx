"use client";
import { Boxes, Ellipsis } from "lucide-react";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardHeader } from "@/components/ui/card";
import { Combobox } from "@/components/ui/combobox";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatPlural } from "@/lib/core/format";
import type { ModelAliasDto } from "@/lib/models/dto/models";
import type { VersionItemDto } from "@/lib/models/dto/versions";
import { useRegisterCode } from "./register-snippet";
import { useVersionList } from "./use-version-list";
import { useVersionDialogs, VersionMenuItems } from "./version-menu";
import { VersionRow } from "./version-row";

interface VersionsCardProps {
  name: string;
  aliases: readonly ModelAliasDto[];
  /** Metrics that some of the versions have. */
  metricKeys: readonly string[];
}

const head = "whitespace-nowrap px-2.5 py-2 text-left font-medium text-muted text-xs";

function NoVersions({ name }: { name: string }) {
  const code = useRegisterCode(name);
  return (
    <EmptyState
      icon={<Boxes />}
      title="No versions yet"
      snippet={{ code, language: "Python" }}
      className="max-w-180"
    >
      Log a model under this name, and it becomes version 1.
    </EmptyState>
  );
}

function MetricPicker({
  metricKeys,
  shown,
  onToggle,
}: {
  metricKeys: readonly string[];
  shown: readonly string[];
  onToggle: (key: string) => void;
}) {
  if (metricKeys.length === 0) return null;
  return (
    <Combobox
      noun="metrics"
      placeholder="Compare by metrics…"
      options={metricKeys.map((key) => ({ value: key, label: key }))}
      value={shown}
      onChange={onToggle}
      className="w-44 sm:w-64"
    />
  );
}

function RowMenu({
  version,
  onOpen,
}: {
  version: VersionItemDto;
  onOpen: ReturnType<typeof useVersionDialogs>["open"];
}) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton size="sm" label={`Actions on version ${version.version}`}>
          <Ellipsis aria-hidden="true" className="size-4" />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <VersionMenuItems version={version} onOpen={onOpen} />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** The versions of a model, newest first, side by side by their metrics. */
export function VersionsCard({ name, aliases, metricKeys }: VersionsCardProps) {
  const mayWrite = useCan("model:write");
  const list = useVersionList(name, metricKeys);
  const { open, dialogs } = useVersionDialogs({ name, aliases, onDeleted: list.refetch });
  const columns = ["Version", "Stage and aliases", "Run", "Created"];
  return (
    <Card>
      <CardHeader
        title="Versions"
        description={formatPlural(list.total, "version")}
        actions={
          <MetricPicker metricKeys={metricKeys} shown={list.metrics} onToggle={list.toggle} />
        }
      />
      {list.error ? (
        <Callout tone="danger" role="alert" className="m-4">
          {list.error.message}
        </Callout>
      ) : null}
      {list.versions.length === 0 && !list.error ? <NoVersions name={name} /> : null}
      {list.versions.length > 0 ? (
        <ScrollArea label="Versions" className="relative rounded-b-lg">
          <table className="w-full border-collapse text-sm">
            <thead className="border-b">
              <tr>
                {columns.map((label) => (
                  <th key={label} scope="col" className={`${head} first:pl-4`}>
                    {label}
                  </th>
                ))}
                {list.metrics.map((key) => (
                  <th key={key} scope="col" className={`${head} text-right`} title={key}>
                    <span className="inline-block max-w-36 truncate align-bottom">{key}</span>
                  </th>
                ))}
                {mayWrite ? (
                  <th scope="col" className={`${head} sticky right-0 bg-surface px-2`}>
                    <span className="sr-only">Actions</span>
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {list.versions.map((version) => (
                <VersionRow
                  key={version.version}
                  name={name}
                  version={version}
                  metrics={list.metrics}
                  menu={mayWrite ? <RowMenu version={version} onOpen={open} /> : null}
                />
              ))}
            </tbody>
          </table>
        </ScrollArea>
      ) : null}
      {list.hasMore ? (
        <div className="border-t p-2 text-center">
          <Button variant="ghost" loading={list.isLoadingMore} onClick={list.loadMore}>
            Show more versions
          </Button>
        </div>
      ) : null}
      {dialogs}
    </Card>
  );
}
