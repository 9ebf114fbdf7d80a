import { eventOf, eventTitle } from "./catalog";

export type EventData = Readonly<Record<string, unknown>>;

export interface SentEvent {
  event: string;
  at: string;
  workspace: string;
  data: EventData;
  /** Whether it was made up, to try a webhook out: a message that people read says so. */
  isTest?: boolean | undefined;
}

/** What a webhook is sent: MLflow's form, with the workspace as MLflow adds it when there are several. */
export function jsonBody({ event, at, workspace, data }: SentEvent): string {
  return JSON.stringify({ ...eventOf(event), timestamp: at, data, workspace });
}

/** Slack's own escapes: nothing of what people wrote becomes a link or calls somebody. */
const slackText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const shown = (value: unknown): string =>
  (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 300);

const MAX_FIELDS = 10;

/** The page that an event names, where it is one of ours; else the workspace. */
const linkOf = ({ url }: EventData, address: string): string =>
  typeof url === "string" && url.startsWith(`${address}/`) ? url : address;

/** The same as a message that Slack, Mattermost and others understand. */
export function slackBody(
  { event, at, workspace, data, isTest }: SentEvent,
  address: string,
): string {
  const subject = typeof data.name === "string" ? data.name : undefined;
  const version = data.version === undefined ? "" : ` version ${shown(data.version)}`;
  const happened = subject ? `${eventTitle(event)}: ${subject}${version}` : eventTitle(event);
  const title = isTest ? `Test, nothing happened. ${happened}` : happened;
  const fields = Object.entries(data)
    .filter(([key, value]) => key !== "url" && value !== null && value !== "")
    .slice(0, MAX_FIELDS)
    .map(([key, value]) => ({
      type: "mrkdwn",
      text: `*${slackText(key.replaceAll("_", " "))}*\n${slackText(shown(value))}`,
    }));
  return JSON.stringify({
    text: slackText(title),
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: `*${slackText(title)}*` } },
      ...(fields.length > 0 ? [{ type: "section", fields }] : []),
      {
        type: "context",
        elements: [
          {
            type: "mrkdwn",
            text: `<${linkOf(data, address)}|${slackText(workspace)} in Slipway> · ${slackText(at)}`,
          },
        ],
      },
    ],
  });
}

const MODEL = { name: "example_model" };
const VERSION = { ...MODEL, version: "1" };
const PROMPT = { name: "example_prompt" };
const TAG = { key: "example_key", value: "example_value" };
const TAGS = { tags: { example_key: "example_value" } };

const DEPLOYMENT = {
  name: "example_deployment",
  environment: "staging",
  reason: "An example",
  by: "somebody@example.org",
};
const TRAFFIC = { ...DEPLOYMENT, trafficVersion: 2, traffic: "revision 1 90 %, revision 2 10 %" };
const INCIDENT = {
  name: "Drift of example_deployment: amount",
  number: 1,
  severity: "warning",
  deployment: DEPLOYMENT.name,
  summary: "An example",
  url: "https://slipway.example/default/incidents/1",
};
const { summary: _, ...KNOWN } = INCIDENT;
const ACT = { ...KNOWN, note: "An example" };
const RETRAINED = { ...ACT, act: "retrain", model: MODEL.name, version: 1 };
const APPROVAL = { ...VERSION, id: "example_request", target: "@champion" };

/** Data of a made-up event, for trying a webhook out. */
export function exampleData(event: string): EventData {
  const examples: Readonly<Record<string, EventData>> = {
    "registered_model.created": { ...MODEL, ...TAGS, description: "An example registered model" },
    "registered_model.renamed": { ...MODEL, previous_name: "example_model_before" },
    "registered_model.deleted": MODEL,
    "model_version.created": {
      ...VERSION,
      source: "models:/m-00000000000000000000000000000000",
      run_id: "00000000000000000000000000000000",
      ...TAGS,
      description: "An example model version",
    },
    "model_version.stage_changed": { ...VERSION, from: "None", to: "Staging" },
    "model_version.deleted": VERSION,
    "model_version_tag.set": { ...VERSION, ...TAG },
    "model_version_tag.deleted": { ...VERSION, key: TAG.key },
    "model_version_alias.created": { ...VERSION, alias: "example_alias" },
    "model_version_alias.deleted": { ...MODEL, alias: "example_alias" },
    "prompt.created": { ...PROMPT, ...TAGS, description: "An example prompt" },
    "prompt_version.created": {
      ...PROMPT,
      version: "1",
      template: "Hello {{name}}!",
      ...TAGS,
      description: "An example prompt version",
    },
    "prompt_tag.set": { ...PROMPT, ...TAG },
    "prompt_tag.deleted": { ...PROMPT, key: TAG.key },
    "prompt_version_tag.set": { ...PROMPT, version: "1", ...TAG },
    "prompt_version_tag.deleted": { ...PROMPT, version: "1", key: TAG.key },
    "prompt_alias.created": { ...PROMPT, alias: "example_alias", version: "1" },
    "prompt_alias.deleted": { ...PROMPT, alias: "example_alias" },
    "run.finished": {
      run_id: "00000000000000000000000000000000",
      name: "example_run",
      status: "FINISHED",
    },
    "deployment.created": {
      name: DEPLOYMENT.name,
      environment: DEPLOYMENT.environment,
      model: MODEL.name,
      version: "1",
      by: DEPLOYMENT.by,
    },
    "deployment.traffic_changed": TRAFFIC,
    "deployment.rolled_back": { ...TRAFFIC, traffic: "revision 1 100 %" },
    "incident.acted": { ...ACT, act: "roll_back", status: "done", by: DEPLOYMENT.by },
    "incident.refused": { ...ACT, act: "pause_rollout", status: "refused", by: null },
    "incident.advanced": { ...RETRAINED, status: "offered", by: null },
    "incident.failed": { ...ACT, act: "retrain", status: "failed", job: 1, by: null },
    "incident.declined": { ...RETRAINED, status: "declined", by: DEPLOYMENT.by },
    "incident.opened": INCIDENT,
    "incident.acknowledged": { ...INCIDENT, by: DEPLOYMENT.by },
    "incident.resolved": { ...INCIDENT, by: DEPLOYMENT.by, resolution: "An example" },
    "incident.escalated": INCIDENT,
    "incident.reopened": { ...INCIDENT, by: DEPLOYMENT.by },
    "deployment.stopped": DEPLOYMENT,
    "deployment.started": DEPLOYMENT,
    "deployment.deleted": DEPLOYMENT,
  };
  return examples[event] ?? (eventOf(event).entity === "approval_request" ? APPROVAL : {});
}
