import "server-only";
import { servedElsewhere } from "@/lib/deployments/rules/elsewhere";
import type { ModelAdapter } from "./adapter";

/** A model that its owner runs: nothing is loaded for it, and nobody can ask it here. */
export class ElsewhereAdapter implements ModelAdapter {
  constructor(private readonly deployment: string) {}

  async load(): Promise<void> {
    // There is nothing to load.
  }

  isReady(): boolean {
    return true;
  }

  problem(): null {
    return null;
  }

  metadata(): null {
    return null;
  }

  async infer(): Promise<never> {
    throw servedElsewhere(this.deployment, "it answers no requests here.");
  }

  async unload(): Promise<void> {
    // Nothing was loaded.
  }
}
