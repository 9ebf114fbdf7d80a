"use client";
import { PageBody } from "@/components/shell/page";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import type { VersionTab } from "@/lib/core/routes";
import type { ModelAliasDto, VersionPageDto } from "@/lib/models/dto";
import type { ModelCard } from "@/lib/storage/preview/preview";
import { VersionFiles } from "./version-files";
import { VersionHeader } from "./version-header";
import { VersionOverview } from "./version-overview";

interface VersionPageProps {
  page: VersionPageDto;
  aliases: readonly ModelAliasDto[];
  card: ModelCard | null;
  /** Where its files are; null when that is not in our store. */
  location: string | null;
  tab: VersionTab;
}

export function VersionPage({ page, aliases, card, location, tab }: VersionPageProps) {
  const { version, run } = page;
  const topics = [`model:${version.name}`, ...(run ? [`run:${run.uuid}`] : [])];
  return (
    <>
      <RefreshOnChange topics={topics} />
      <VersionHeader page={page} aliases={aliases} tab={tab} />
      <PageBody width={tab === "files" ? "full" : "wide"}>
        {tab === "files" ? (
          <VersionFiles version={version} location={location} />
        ) : (
          <VersionOverview page={page} card={card} />
        )}
      </PageBody>
    </>
  );
}
