import type { ReferenceDto } from "@/lib/monitors/dto/screens";
import type { MonitorMethod, MonitorPreset } from "@/lib/monitors/schema/methods";
import type { WindowKind } from "@/lib/monitors/schema/monitors";

/** Those that are for columns of every kind, and the best known of them. */
export const METHODS: readonly MonitorMethod[] = ["jensen_shannon", "psi", "l_infinity"];

/** What other tools do by themselves, in place of a method and a threshold. */
export const PRESETS = ["evidently", "nannyml"] as const satisfies MonitorPreset[];
type Preset = (typeof PRESETS)[number];

export const isPreset = (method: MonitorMethod | Preset): method is Preset =>
  method === "evidently" || method === "nannyml";

/** As it is typed. */
export interface WatchForm {
  name: string;
  window: WindowKind;
  /** Of a window, where windows are of rows. */
  rows: string;
  method: MonitorMethod | Preset;
  threshold: string;
  /** Null as long as what is found by itself will do. */
  reference: ReferenceDto | null;
}

/** One press makes a monitor of this. */
export const firstWatchForm = (): WatchForm => ({
  ...{
    name: "",
    window: "day",
    rows: "1000",
    method: "jensen_shannon",
    threshold: "0.1",
    reference: null,
  },
});

export const referenceKey = ({ datasetId, version }: ReferenceDto): string =>
  `${datasetId}:${version}`;

/** What the form says, as the door takes it. */
export function toCreateInput(deployment: string, form: WatchForm) {
  const { window, method, reference } = form;
  const [name, threshold] = [form.name.trim(), form.threshold.trim()];
  return {
    deployment,
    window: window === "rows" ? { rows: Number(form.rows) } : window,
    ...(name === "" ? {} : { name }),
    ...(isPreset(method)
      ? { preset: method }
      : { method, threshold: threshold === "" ? Number.NaN : Number(threshold.replace(",", ".")) }),
    ...(reference && {
      reference: { datasetId: reference.datasetId, version: reference.version },
    }),
  };
}
