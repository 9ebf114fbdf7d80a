import {
  type BackendKind,
  EXTERNAL_PROTOCOLS,
  type ServingBackend,
} from "@/lib/deployments/schema/backends";

export interface SettingField {
  name: string;
  label: string;
  description?: string;
  placeholder?: string;
  required?: boolean;
  /** "number" unless said. */
  kind?: "number" | "text" | "lines";
  options?: readonly string[];
}

const COMMON: readonly SettingField[] = [
  { name: "timeoutMs", label: "Milliseconds at most", placeholder: "10000" },
  {
    name: "maxQueue",
    label: "Requests that may wait",
    placeholder: "256",
    description: "Further ones are refused at once.",
  },
];

export const BACKEND_LABELS: Readonly<Record<BackendKind, { label: string; description: string }>> =
  {
    onnx: { label: "ONNX", description: "In this process, in batches. For models logged as ONNX." },
    process: {
      label: "Process",
      description: "A child that speaks /invocations, such as MLflow's scoring server.",
    },
    external: { label: "External", description: "Any address that answers predictions." },
    ray: { label: "Ray Serve", description: "Replicas on a Ray cluster." },
    elsewhere: {
      label: "Elsewhere",
      description:
        "Its owner runs it. It answers nothing here; its predictions are posted, logged and watched.",
    },
  };

/** What is asked for of each backend; the domain's schema says what is right. */
export const SETTING_FIELDS: Readonly<Record<BackendKind, readonly SettingField[]>> = {
  onnx: [
    { name: "instances", label: "Sessions", placeholder: "1" },
    { name: "maxBatch", label: "Rows in a batch", placeholder: "64" },
    {
      name: "maxBatchDelayMs",
      label: "Milliseconds to wait for a batch",
      placeholder: "0",
    },
    ...COMMON,
  ],
  process: [
    {
      name: "command",
      label: "Command",
      kind: "lines",
      description:
        "A program and its arguments, one a line; it listens on $PORT. Empty for MLflow's own scoring server.",
    },
    { name: "replicas", label: "Processes", placeholder: "1" },
    { name: "memoryMiB", label: "Memory in MiB", placeholder: "2048" },
    { name: "startSeconds", label: "Seconds to start", placeholder: "120" },
    ...COMMON,
  ],
  external: [
    { name: "url", label: "Address", kind: "text", required: true, placeholder: "https://…" },
    { name: "protocol", label: "Protocol", options: EXTERNAL_PROTOCOLS },
    { name: "model", label: "Name of the model there", kind: "text" },
    ...COMMON,
  ],
  ray: [
    {
      name: "url",
      label: "Dashboard",
      kind: "text",
      required: true,
      placeholder: "http://ray-head:8265",
    },
    {
      name: "serveUrl",
      label: "Serve address",
      kind: "text",
      required: true,
      placeholder: "http://ray-head:8000",
    },
    { name: "replicas", label: "Replicas", placeholder: "1" },
    { name: "cpus", label: "Processors of a replica", placeholder: "1" },
    ...COMMON,
  ],
  elsewhere: [
    {
      name: "place",
      label: "Where it runs",
      kind: "text",
      placeholder: "Nightly batch in Airflow",
    },
  ],
};

export type Settings = Readonly<Record<string, string>>;

/** What the fields say, for the domain's schema; what is empty is left to its default. */
export function toBackend(kind: BackendKind, settings: Settings): Record<string, unknown> {
  const entries = SETTING_FIELDS[kind].flatMap(({ name, kind: type }) => {
    const text = settings[name]?.trim() ?? "";
    if (text === "") return [];
    return [[name, type === "lines" ? text.split("\n").map((line) => line.trim()) : text]];
  });
  return { kind, ...Object.fromEntries(entries) };
}

/** Settings as the fields show them. */
export function toSettings({ kind, ...settings }: ServingBackend): Settings {
  const values: Readonly<Record<string, unknown>> = settings;
  return Object.fromEntries(
    SETTING_FIELDS[kind].map(({ name }) => {
      const value = values[name];
      return [name, Array.isArray(value) ? value.join("\n") : String(value ?? "")];
    }),
  );
}
