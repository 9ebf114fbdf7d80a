/** The address by which MLflow loads the model whose MLmodel file is at a path among a run's artifacts. */
export function modelUriOf(runUuid: string, path: string): string {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return `runs:/${runUuid}/${folder}`;
}
