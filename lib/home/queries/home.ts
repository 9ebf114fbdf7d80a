import "server-only";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import type { ApprovalRequestDto } from "@/lib/approvals/dto/shapes";
import { listRequests } from "@/lib/approvals/queries/requests";
import { shortTarget } from "@/lib/approvals/rules/targets";
import { db } from "@/lib/db/client";
import { getPortfolio } from "@/lib/portfolio/queries/portfolio";
import type { ChangeGroupDto, HomeDto, NeedDto, Some } from "../dto";
import { sectionsOf } from "../rules/sections";
import { CHANGE_KINDS, type HomeInput, type HomeSection } from "../schema";
import { permissionOf, readChanges } from "../sql/changes";
import { readFailedJobs, readIncidentNeeds, readRequestNeeds } from "../sql/needs";
import { readMyDecisions, readMyRuns } from "../sql/work";

/** Lines of a section, at first and when more is asked for. */
const FEW = 5;
const MANY = 50;
/** Of each kind of change. */
const FEW_CHANGES = 3;

const NONE = { items: [], total: 0 };

const toVote = (request: ApprovalRequestDto): NeedDto => ({
  kind: "vote",
  number: request.number,
  model: request.modelName,
  version: request.version,
  target: shortTarget(request.target),
  by: request.requestedBy.name,
  isOverdue: request.isOverdue,
  at: Date.parse(request.createdAt),
});

async function readVotes(actor: Actor): Promise<NeedDto[]> {
  if (!isAllowed(actor, "approval:vote")) return [];
  const { items } = await listRequests(actor, { view: "mine", limit: MANY });
  return items.map(toVote);
}

/** What waits for the asker: votes first, then incidents, requests and jobs. */
async function readNeeds(actor: Actor, limit: number): Promise<Some<NeedDto>> {
  const groups = await Promise.all([
    isAllowed(actor, "approval:read") ? readVotes(actor) : [],
    isAllowed(actor, "incident:read") ? readIncidentNeeds(actor, MANY) : [],
    isAllowed(actor, "approval:read") ? readRequestNeeds(actor, MANY) : [],
    isAllowed(actor, "job:read") ? readFailedJobs(actor, MANY) : [],
  ]);
  const all: NeedDto[] = groups.flat();
  return { items: all.slice(0, limit), total: all.length };
}

async function readGroups(actor: Actor, since: Date, limit: number): Promise<ChangeGroupDto[]> {
  const groups = await Promise.all(
    CHANGE_KINDS.filter((kind) => isAllowed(actor, permissionOf(kind))).map(async (kind) => ({
      kind,
      ...(await readChanges(kind, { workspaceId: actor.workspaceId, since, limit })),
    })),
  );
  return groups.filter(({ total }) => total > 0);
}

/** Production as a whole, and of it what the asker owns, from one read. */
async function readProduction(actor: Actor, limit: number) {
  const { workspaceId, email } = actor;
  const [portfolio, owned] = await Promise.all([
    getPortfolio(actor, { owner: email, sort: "health", limit }),
    isAllowed(actor, "model:read")
      ? db().registeredModel.count({ where: { workspaceId, owner: email } })
      : 0,
  ]);
  const served = new Set(portfolio.items.map(({ model }) => model)).size;
  return {
    models: {
      items: portfolio.items,
      total: portfolio.total,
      elsewhere: Math.max(0, owned - served),
    },
    portfolio: portfolio.summary,
  };
}

/** What somebody comes for, by their role: each section with its first lines. */
export async function getHome(actor: Actor, { since, more }: HomeInput): Promise<HomeDto> {
  assertCan(actor, "workspace:read");
  const sections = sectionsOf(actor.role, (permission) => isAllowed(actor, permission));
  const limitOf = (section: HomeSection, few = FEW) => (more.includes(section) ? MANY : few);
  const has = (section: HomeSection) => sections.includes(section);
  const [needs, changes, runs, decisions, production] = await Promise.all([
    readNeeds(actor, limitOf("needs")),
    readGroups(actor, new Date(since), limitOf("changes", FEW_CHANGES)),
    has("runs") ? readMyRuns(actor, limitOf("runs")) : NONE,
    has("decisions") ? readMyDecisions(actor, limitOf("decisions")) : NONE,
    has("portfolio")
      ? readProduction(actor, limitOf("models"))
      : { models: { ...NONE, elsewhere: 0 }, portfolio: null },
  ]);
  return { sections, since, needs, changes, runs, decisions, ...production };
}
