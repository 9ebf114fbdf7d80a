"use client";
import { AtSign, Ellipsis, ShieldCheck, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { DeployButton, type EnvironmentChoice } from "@/components/deployments/deploy-dialog";
import { PageHeader } from "@/components/shell/page-header";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { LinkButton } from "@/components/ui/link-button";
import { StepLinks } from "@/components/ui/step-links";
import { TabLinks } from "@/components/ui/tab-links";
import { routes, type VersionTab } from "@/lib/core/routes";
import type { ModelAliasDto } from "@/lib/models/dto/models";
import type { VersionPageDto } from "@/lib/models/dto/versions";
import { AliasBadge, StageBadge, StatusBadge } from "./version-badges";
import { useVersionDialogs, VersionMenuItems } from "./version-menu";

interface VersionHeaderProps {
  page: VersionPageDto;
  /** Every alias of the model. */
  aliases: readonly ModelAliasDto[];
  /** Where it can be deployed. */
  environments: readonly EnvironmentChoice[];
  tab: VersionTab;
}

const TABS = [
  { tab: "overview", label: "Overview" },
  { tab: "evaluation", label: "Evaluation" },
  { tab: "card", label: "Card" },
  { tab: "compare", label: "Compare" },
  { tab: "files", label: "Files" },
] as const;

function Neighbours({ page }: { page: VersionPageDto }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const { previous, next, version } = page;
  const goTo = (to: number | null) =>
    to === null ? null : () => router.push(routes.modelVersion(slug, version.name, to));
  return (
    <StepLinks
      group="Version"
      previous={{
        label: previous === null ? "This is the oldest version" : `Version ${previous}`,
        hotkey: "j",
        hotkeyLabel: "Older version",
        go: goTo(previous),
      }}
      next={{
        label: next === null ? "This is the newest version" : `Version ${next}`,
        hotkey: "k",
        hotkeyLabel: "Newer version",
        go: goTo(next),
      }}
    />
  );
}

export function VersionHeader({ page, aliases, environments, tab }: VersionHeaderProps) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const mayWrite = useCan("model:write");
  const { version } = page;
  const { open, dialogs } = useVersionDialogs({
    name: version.name,
    aliases,
    onDeleted: () => router.push(routes.model(slug, version.name)),
  });
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Models", href: routes.models(slug) },
          { label: version.name, href: routes.model(slug, version.name) },
        ]}
        title={`Version ${version.version}`}
        meta={
          <span className="flex flex-wrap items-center gap-1.5">
            <StatusBadge status={version.status} />
            <StageBadge stage={version.stage} />
            {version.aliases.map((alias) => (
              <AliasBadge key={alias} alias={alias} />
            ))}
          </span>
        }
        actions={
          <>
            <Neighbours page={page} />
            <LinkButton href={routes.versionLineage(slug, version.name, version.version)}>
              <Workflow aria-hidden="true" />
              Lineage
            </LinkButton>
            <DeployButton
              environments={environments}
              version={{ model: version.name, version: String(version.version) }}
              variant="secondary"
            />
            {mayWrite ? (
              <>
                <Button onClick={() => open({ kind: "alias", version })}>
                  <AtSign aria-hidden="true" />
                  Set alias
                </Button>
                <Button variant="primary" onClick={() => open({ kind: "promotion", version })}>
                  <ShieldCheck aria-hidden="true" />
                  Request promotion
                </Button>
                <DropdownMenu>
                  <DropdownMenuTrigger asChild>
                    <IconButton label="Actions on this version">
                      <Ellipsis aria-hidden="true" />
                    </IconButton>
                  </DropdownMenuTrigger>
                  <DropdownMenuContent align="end">
                    <VersionMenuItems version={version} onOpen={open} />
                  </DropdownMenuContent>
                </DropdownMenu>
              </>
            ) : null}
          </>
        }
        tabs={
          <TabLinks
            label="Version"
            current={routes.modelVersion(slug, version.name, version.version, tab)}
            tabs={TABS.map((one) => ({
              href: routes.modelVersion(slug, version.name, version.version, one.tab),
              label: one.label,
            }))}
          />
        }
      />
      {dialogs}
    </>
  );
}
