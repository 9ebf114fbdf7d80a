import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { Page } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import { type MonitorDto, toWindowDto, type WindowDto } from "../dto/monitors";
import type { CellDto, MonitorPageDto, MonitorSummaryDto, StripWindowDto } from "../dto/screens";
import { heatMapOf, tallyOf, toStrip, worstColumn } from "../rules/heat-map";
import type { ListMonitorsInput, ReadMonitorPageInput } from "../schema/monitors";
import { readWindow } from "../sql/monitors";
import { readStrips, readVerdictSince } from "../sql/screens";
import { readWindowColumn } from "./comparisons";
import { getMonitor, listMonitors, listWindows } from "./monitors";

/** Windows of a map, and of a strip of the list. */
const MAP_WINDOWS = 30;
const STRIP_WINDOWS = 30;

function toSummary(
  { id, name, deployment, dataset, isPaused, definition, last }: MonitorDto,
  recent: StripWindowDto[],
): MonitorSummaryDto {
  return {
    ...{ id, name, deployment, dataset, isPaused, window: definition.window, recent },
    last: last && { ...toStrip(last), tally: tallyOf(last.findings) },
  };
}

/** Monitors, the newest first, with what each found in its newest windows. */
export async function listMonitorSummaries(
  actor: Actor,
  input: ListMonitorsInput,
): Promise<Page<MonitorSummaryDto>> {
  assertCan(actor, "monitor:read");
  const { items, ...page } = await listMonitors(actor, input);
  const ids = items.map(({ id }) => id);
  const strips = await readStrips(pool(), {
    workspaceId: actor.workspaceId,
    monitors: ids,
    windows: STRIP_WINDOWS,
  });
  return { ...page, items: items.map((one) => toSummary(one, strips.get(one.id) ?? [])) };
}

/** A window by its beginning: one of those at hand, or an older one. */
async function findWindow(
  actor: Actor,
  { monitor, window: opensAt }: ReadMonitorPageInput,
  windows: readonly WindowDto[],
): Promise<WindowDto | undefined> {
  if (opensAt === undefined) return windows[0];
  const found = windows.find((one) => one.opensAt === opensAt);
  if (found) return found;
  const row = await readWindow(pool(), { workspaceId: actor.workspaceId, monitor, opensAt });
  return row ? toWindowDto(row) : windows[0];
}

/** The column of a window that is asked for, or that one should look at first. */
async function readCell(
  actor: Actor,
  { monitor, column }: ReadMonitorPageInput,
  window: WindowDto,
): Promise<CellDto | null> {
  const { opensAt, closesAt, datasetVersion, reevaluatedAt, version, findings } = window;
  const asked = findings.find(({ name }) => name === column);
  const finding = asked ?? findings.find(({ name }) => name === worstColumn(window));
  if (!finding) return null;
  const compared = await readWindowColumn(actor, {
    ...{ monitor, opensAt, closesAt, datasetVersion, column: finding.name },
  });
  return { opensAt, closesAt, datasetVersion, reevaluatedAt, version, finding, compared };
}

/** Everything that the page of a monitor shows. Throws NOT_FOUND. */
export async function readMonitorPage(
  actor: Actor,
  input: ReadMonitorPageInput,
): Promise<MonitorPageDto> {
  assertCan(actor, "monitor:read");
  const { monitor: id, after } = input;
  const { last, ...monitor } = await getMonitor(actor, { monitor: id });
  const page = await listWindows(actor, { monitor: id, limit: MAP_WINDOWS, pageToken: after });
  const chosen = await findWindow(actor, input, page.items);
  const cell = chosen ? await readCell(actor, input, chosen) : null;
  const since =
    last && (await readVerdictSince(pool(), { workspaceId: actor.workspaceId, monitor: id, last }));
  return {
    monitor,
    last:
      last && since !== null
        ? { ...toStrip(last), share: last.share, tally: tallyOf(last.findings), ...since }
        : null,
    extra: last?.extra ?? {},
    heat: heatMapOf(page.items, { columns: input.columns, column: cell?.finding.name }),
    cell,
    quality: chosen
      ? {
          ...{ opensAt: chosen.opensAt, closesAt: chosen.closesAt },
          ...{ datasetVersion: chosen.datasetVersion, findings: chosen.quality },
        }
      : null,
    next: page.nextPageToken,
  };
}
