import { PortfolioFigures } from "@/components/portfolio/portfolio-figures";
import { PortfolioHealthBadge } from "@/components/portfolio/portfolio-health";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { formatCompact, formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { formatErrorRate } from "@/lib/deployments/rules/traffic-words";
import type { HomeDto } from "@/lib/home/dto";
import type { PortfolioItemDto } from "@/lib/portfolio/dto/portfolio";
import { HomeNothing } from "./home-line";
import { HomeSection } from "./home-section";

function ModelLine({ item }: { item: PortfolioItemDto }) {
  const { slug } = useWorkspace();
  const { deployment, model, version, health, reason, requestsPerDay, errorRate } = item;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover sm:flex-nowrap">
      <span className="flex w-36 shrink-0">
        <PortfolioHealthBadge health={health} />
      </span>
      <span className="order-1 grid min-w-0 grow basis-full sm:order-none sm:basis-0">
        <Link
          data-row
          href={routes.deployment(slug, deployment)}
          className="min-w-0 break-words font-medium text-accent-fg text-sm hover:underline"
        >
          {deployment}
        </Link>
        <span className="min-w-0 break-words text-muted text-xs">
          {model} version {version}
          {reason === "" ? "" : `. ${reason}`}
        </span>
      </span>
      <span className="shrink-0 text-muted text-xs tabular-nums max-sm:ml-auto">
        {formatCompact(Math.round(requestsPerDay))}/day, errors {formatErrorRate(errorRate)}
      </span>
    </li>
  );
}

/** Models that whoever looks owns, where they are in production. */
export function ModelsSection({ models: { items, total, elsewhere } }: Pick<HomeDto, "models">) {
  const { slug } = useWorkspace();
  return (
    <HomeSection
      section="models"
      title="Your models in production"
      total={total}
      shown={items.length}
      actions={
        <LinkButton href={routes.models(slug)} variant="ghost" size="sm">
          Models
        </LinkButton>
      }
    >
      {items.length === 0 ? null : (
        <ul aria-label="Your models in production" className="divide-y divide-line">
          {items.map((item) => (
            <ModelLine key={item.deployment} item={item} />
          ))}
        </ul>
      )}
      {elsewhere > 0 ? (
        <HomeNothing>
          {formatPlural(elsewhere, "model")} of yours {elsewhere === 1 ? "is" : "are"} not in
          production. Ask for an approval on the page of a version.
        </HomeNothing>
      ) : items.length === 0 ? (
        <HomeNothing>
          You own no model yet. Whoever registers a model owns it; its health in production appears
          here.
        </HomeNothing>
      ) : null}
    </HomeSection>
  );
}

/** What all of production comes to. */
export function PortfolioSection({ portfolio }: Pick<HomeDto, "portfolio">) {
  const { slug } = useWorkspace();
  if (portfolio === null) return null;
  return (
    <HomeSection
      section="portfolio"
      title="Production"
      total={0}
      shown={0}
      actions={
        <LinkButton href={routes.portfolio(slug)} variant="ghost" size="sm">
          Portfolio
        </LinkButton>
      }
    >
      <PortfolioFigures summary={portfolio} />
    </HomeSection>
  );
}
