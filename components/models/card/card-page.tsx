"use client";
import type { EnvironmentChoice } from "@/components/deployments/deploy-dialog";
import { VersionHeader } from "@/components/models/version-header";
import { PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { routes } from "@/lib/core/routes";
import type {
  CardComparisonDto,
  CardListDto,
  CardProposalDto,
  CardSummaryDto,
  ModelCardDto,
} from "@/lib/models/dto/cards";
import type { ModelAliasDto } from "@/lib/models/dto/models";
import type { VersionPageDto } from "@/lib/models/dto/versions";
import { CardComparison } from "./card-comparison";
import { CardForm } from "./card-form";
import { CardScreen } from "./card-screen";

interface CardPageProps {
  page: VersionPageDto;
  aliases: readonly ModelAliasDto[];
  environments: readonly EnvironmentChoice[];
  current: ModelCardDto;
  proposal: CardProposalDto;
  /** Saved cards of this version. */
  history: CardListDto;
  /** Saved cards of the model, to compare with. */
  others: readonly CardSummaryDto[];
  comparison: CardComparisonDto | null;
  /** Null while the card is read; else the field to begin with. */
  edit: string | null;
}

/** While a card is written, nothing leads away from it by a single key. */
function EditHeader({ current: { model, version, card } }: Pick<CardPageProps, "current">) {
  const { slug } = useWorkspace();
  return (
    <PageHeader
      crumbs={[
        { label: "Models", href: routes.models(slug) },
        { label: model, href: routes.model(slug, model) },
        { label: `Version ${version}`, href: routes.modelVersion(slug, model, version) },
      ]}
      title={card ? "Edit model card" : "Write model card"}
    />
  );
}

export function CardPage({
  page,
  aliases,
  environments,
  edit,
  comparison,
  ...cards
}: CardPageProps) {
  const mayWrite = useCan("model:write");
  const topics = [`model:${page.version.name}`] as const;
  if (edit !== null && mayWrite)
    return (
      <>
        <RefreshOnChange topics={topics} />
        <EditHeader current={cards.current} />
        <PageBody width="form">
          <CardForm {...cards} focus={edit} />
        </PageBody>
      </>
    );
  return (
    <>
      <RefreshOnChange topics={topics} />
      <VersionHeader page={page} aliases={aliases} environments={environments} tab="card" />
      <PageBody>
        {comparison ? (
          <CardComparison comparison={comparison} {...cards} />
        ) : (
          <CardScreen {...cards} />
        )}
      </PageBody>
    </>
  );
}
