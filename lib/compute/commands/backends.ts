import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { sealSecret } from "@/lib/access/sealed-secrets";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { isAllowedHost, isPublicAddress, targetProblem } from "@/lib/events/addresses";
import { announce } from "@/lib/events/announce";
import { allowedTargets, RefusedTarget, resolveTarget } from "@/lib/events/outbound";
import { HEADERS_PURPOSE, headersOwner } from "../adapters/all";
import { wakeSupervisor } from "../jobs/wake";
import { backendNotFound } from "../queries/backends";
import type {
  BackendInput,
  CreateBackendInput,
  Header,
  ReviseBackendInput,
} from "../schema/backends";

const MAX_BACKENDS = 50;

const subjectOf = (id: number | bigint) => `compute backend ${id}`;

function refuse(field: string, message: string): never {
  throw new AppError("INVALID", message, { [field]: message });
}

/** Refuses what requests to the cluster would refuse, and http across the Internet, where anybody could read along. */
async function checkAddress(address: string): Promise<void> {
  const { protocol, hostname } = new URL(address);
  const allowed = allowedTargets();
  const problem = targetProblem(address.replace(/^http:/, "https:"), allowed);
  if (problem) refuse("address", problem);
  try {
    const found = await resolveTarget(hostname);
    if (protocol === "http:" && !isAllowedHost(hostname, allowed) && found.some(isPublicAddress))
      refuse("address", "Write an https address: over http everybody on the way could read along.");
  } catch (error) {
    if (error instanceof RefusedTarget) refuse("address", error.message);
    if (error instanceof AppError) throw error;
    refuse("address", `The name ${hostname} has no address.`);
  }
}

const sealed = (id: bigint, { name, value }: Header) =>
  sealSecret(HEADERS_PURPOSE, headersOwner(Number(id)), JSON.stringify({ [name]: value }));

async function assertNewName(tx: Tx, { workspaceId }: Actor, name: string): Promise<void> {
  // Two that take one name come here one after the other.
  await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
  const twin = await tx.computeBackend.findFirst({ where: { workspaceId, name } });
  if (!twin) return;
  const message = `There is a compute backend “${name}” already.`;
  throw new AppError("ALREADY_EXISTS", message, { name: message });
}

async function lockBackend(tx: Tx, { workspaceId }: Actor, id: bigint) {
  await tx.$queryRaw`SELECT 1 FROM compute_backends WHERE id = ${id} FOR UPDATE`;
  const row = await tx.computeBackend.findFirst({ where: { id, workspaceId } });
  if (!row) throw backendNotFound();
  return row;
}

/** Adds a cluster on which jobs of the workspace can run. */
export async function createBackend(
  actor: Actor,
  input: CreateBackendInput,
): Promise<BackendInput> {
  assertCan(actor, "backend:manage");
  await checkAddress(input.address);
  const { workspaceId } = actor;
  const { name, kind, address, header, certificate, maxJobs, maxJobsPerUser } = input;
  const id = await db().$transaction(async (tx) => {
    await assertNewName(tx, actor, name);
    if ((await tx.computeBackend.count({ where: { workspaceId } })) >= MAX_BACKENDS)
      throw new AppError("CONFLICT", `A workspace has at most ${MAX_BACKENDS} compute backends.`);
    const made = await tx.computeBackend.create({
      data: { workspaceId, name, kind, address, certificate, maxJobs, maxJobsPerUser },
    });
    if (header)
      await tx.computeBackend.update({
        where: { id_workspaceId: { id: made.id, workspaceId } },
        data: { headerName: header.name, sealedHeaders: sealed(made.id, header) },
      });
    await recordAudit(tx, actor, {
      action: "compute-backend.created",
      subject: subjectOf(made.id),
      label: name,
      after: { kind, address, header: header?.name ?? null, maxJobs, maxJobsPerUser },
    });
    return made.id;
  });
  announce(workspaceId, "jobs");
  return { backendId: Number(id) };
}

type Row = Awaited<ReturnType<typeof lockBackend>>;

/** A secret is for one address: whoever changes that gives it anew, so that nobody has it sent elsewhere. */
function headerChange(row: Row, { address, header }: ReviseBackendInput) {
  if (header === null) return { headerName: null, sealedHeaders: null };
  if (header) return { headerName: header.name, sealedHeaders: sealed(row.id, header) };
  if (row.headerName !== null && address !== undefined && address !== row.address)
    refuse("header", "Give the header again: the present one is for the present address.");
  return {};
}

const shown = ({ name, address, headerName, maxJobs, maxJobsPerUser, isEnabled }: Row) => ({
  name,
  address,
  header: headerName,
  maxJobs,
  maxJobsPerUser,
  isEnabled,
});

function assertRevisable(
  { kind }: Row,
  { name, address, header, certificate }: ReviseBackendInput,
) {
  const odd = [name, address, header, certificate].some((value) => value !== undefined);
  if (kind === "local" && odd)
    throw new AppError("CONFLICT", "This machine keeps its name, and has no address to be set.");
}

/** Without the fields that are absent. */
function given(
  fields: Pick<
    ReviseBackendInput,
    "name" | "address" | "certificate" | "maxJobs" | "maxJobsPerUser" | "isEnabled"
  >,
) {
  const { name, address, certificate, maxJobs, maxJobsPerUser, isEnabled } = fields;
  return {
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(maxJobs === undefined ? {} : { maxJobs }),
    ...(maxJobsPerUser === undefined ? {} : { maxJobsPerUser }),
    ...(isEnabled === undefined ? {} : { isEnabled }),
  };
}

/** Changes what is given: how many jobs it runs at once, whether it does at all, and how a cluster is reached. */
export async function reviseBackend(actor: Actor, input: ReviseBackendInput): Promise<void> {
  assertCan(actor, "backend:manage");
  const { workspaceId } = actor;
  const { backendId, name, certificate } = input;
  if (input.address !== undefined) await checkAddress(input.address);
  await db().$transaction(async (tx) => {
    const before = await lockBackend(tx, actor, BigInt(backendId));
    assertRevisable(before, input);
    if (name !== undefined && name !== before.name) await assertNewName(tx, actor, name);
    const after = await tx.computeBackend.update({
      where: { id_workspaceId: { id: before.id, workspaceId } },
      data: { ...given(input), ...headerChange(before, input) },
    });
    await recordAudit(tx, actor, {
      action: "compute-backend.revised",
      subject: subjectOf(backendId),
      label: before.name,
      before: shown(before),
      after: {
        ...shown(after),
        ...(input.header ? { newHeader: true } : {}),
        ...(certificate === undefined ? {} : { newCertificate: certificate !== null }),
      },
    });
  });
  announce(workspaceId, "jobs");
  wakeSupervisor();
}
