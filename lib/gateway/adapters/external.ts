import "server-only";
import type { Agent } from "undici";
import { AppError } from "@/lib/core/errors";
import type { ServingBackend } from "@/lib/deployments/schema/backends";
import { checkedAgent } from "@/lib/events/outbound";
import { ModelFailure } from "../rules/failures";
import { remoteAddresses, remoteAnswer, remoteBody } from "../rules/remote-wire";
import type { ModelOutput } from "../schema/payload";
import type { InferCall, ModelAdapter, ModelMetadata } from "./adapter";
import { Gate } from "./gate";
import { assertMayAsk, callRemote, checkStatus } from "./remote";

type ExternalSettings = Extract<ServingBackend, { kind: "external" }>;

const AT_ONCE = 64;
const CHECK_MS = 5_000;

/** A model that somebody else's server serves, in one of the protocols that Slipway speaks itself. */
export class ExternalAdapter implements ModelAdapter {
  private agent: Agent | null = null;
  private trouble: string | null = null;
  private readonly gate: Gate;
  private readonly addresses: { predict: string; ready: string };

  constructor(private readonly settings: ExternalSettings) {
    this.gate = new Gate(AT_ONCE, settings.maxQueue);
    this.addresses = remoteAddresses(settings.url, settings.protocol, settings.model);
  }

  async load(): Promise<void> {
    assertMayAsk(this.settings.url);
    if (this.settings.protocol !== "mlflow" && this.settings.model === "")
      throw new AppError("INVALID", "Say what the model is called at its server.");
    this.agent ??= checkedAgent();
    await this.check();
    if (this.trouble !== null) throw new ModelFailure("AWAY", this.trouble);
  }

  /** It is asked even when it did not answer a moment ago: nobody else tells when it does again. */
  isReady(): boolean {
    return this.agent !== null;
  }

  problem(): string | null {
    return this.trouble;
  }

  metadata(): ModelMetadata | null {
    return null;
  }

  async check(): Promise<void> {
    const { agent } = this;
    if (!agent) return;
    try {
      const { status } = await callRemote({
        url: this.addresses.ready,
        timeoutMs: CHECK_MS,
        dispatcher: agent,
      });
      // A scoring server of one's own may have no /ping.
      const isThere =
        status === 200 || (this.settings.protocol === "mlflow" && status >= 400 && status < 500);
      this.trouble = isThere
        ? null
        : `It answered ${status} when it was asked whether it is ready.`;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    }
  }

  infer({ input, params, deadline }: InferCall): Promise<ModelOutput> {
    const { settings, agent } = this;
    return this.gate.pass(deadline, async () => {
      if (!agent) throw new ModelFailure("AWAY", "The model is not loaded.");
      const answer = await callRemote({
        url: this.addresses.predict,
        body: remoteBody(settings.protocol, input, params),
        timeoutMs: deadline - Date.now(),
        dispatcher: agent,
      });
      checkStatus(answer);
      this.trouble = null;
      return remoteAnswer(settings.protocol, answer.text);
    });
  }

  async unload(): Promise<void> {
    const { agent } = this;
    this.agent = null;
    await agent?.destroy();
  }
}
