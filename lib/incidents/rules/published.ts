interface Incident {
  title: string;
  number: number;
  severity: string;
  deployment: { name: string } | null;
  dataset: { name: string } | null;
}

/** What every event of an incident says of it. */
export const publishedIncident = (
  { title, number, severity, deployment, dataset }: Incident,
  url: string,
) => ({
  ...{ name: title, number, severity },
  ...(deployment ? { deployment: deployment.name } : { dataset: dataset?.name ?? "" }),
  url,
});
