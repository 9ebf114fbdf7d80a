/** Queued for a version that is to be read and held against its dataset's checks. */
export const INSPECT_KIND = "dataset.inspect";

/** The queued work; a second one for the same version waits for nothing. */
export const inspectionOf = (workspaceId: string, versionId: number | bigint) => ({
  kind: INSPECT_KIND,
  payload: { workspaceId, versionId: Number(versionId) },
  dedupeKey: `${INSPECT_KIND}:${versionId}`,
});
