import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Page } from "@/lib/core/page";
import type { ColumnDto, RunCountDto, RunRowDto } from "../dto/table";
import { hasValues } from "../search-params/columns";
import { listingOf, type RunListing, visibleColumns } from "../search-params/listing";
import { toColumnRefs, toOrderBy } from "../search-params/requests";
import { catalogueIds, type RunTableState } from "../search-params/table";
import { listColumns } from "./columns";
import { countRuns, listRunRows } from "./run-rows";

const FIRST_ROWS = 100;
/** Columns that come with the first paint; those further right follow when they are in sight. */
const FIRST_COLUMNS = 40;

/** What the first paint of a runs table needs. */
export interface RunTableDto {
  catalogue: ColumnDto[];
  listing: RunListing;
  page: Page<RunRowDto>;
  /** The columns whose values the rows carry. */
  columns: string[];
  counts: { matching: RunCountDto; total: RunCountDto };
}

const NONE: RunCountDto = { count: 0, isExact: true };

/** A filter in an old link may be broken: the screen opens all the same, with nothing listed, and says why. */
function orNothing<Data>(nothing: Data) {
  return (error: unknown): Data => {
    if (error instanceof AppError && error.code === "INVALID") return nothing;
    throw error;
  };
}

/** The runs table of an experiment as its address says. */
export async function getRunTable(
  actor: Actor,
  experimentId: number,
  state: RunTableState,
): Promise<RunTableDto> {
  assertCan(actor, "run:read");
  const listing = listingOf(experimentId, state);
  const everything = { experimentIds: [experimentId], view: listing.view };
  const matching = {
    ...everything,
    filter: listing.filter,
    ...(listing.isMine ? { createdBy: actor.email } : {}),
  };
  const catalogue = await listColumns(actor, experimentId);
  const visible = visibleColumns(state.columns, catalogueIds(catalogue));
  const columns = visible.filter(hasValues).slice(0, FIRST_COLUMNS);
  const isWhole = listing.filter === "" && !listing.isMine;
  const [page, total, found] = await Promise.all([
    listRunRows(actor, {
      ...matching,
      isTopLevelOnly: listing.isTopLevelOnly,
      orderBy: toOrderBy(listing.sort),
      columns: toColumnRefs(columns),
      limit: FIRST_ROWS,
    }).catch(orNothing<Page<RunRowDto>>({ items: [] })),
    countRuns(actor, everything),
    isWhole ? null : countRuns(actor, matching).catch(orNothing(NONE)),
  ]);
  return { catalogue, listing, page, columns, counts: { matching: found ?? total, total } };
}
