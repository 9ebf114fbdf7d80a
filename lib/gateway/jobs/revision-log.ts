import "server-only";
import { log } from "@/lib/core/log";
import { announce } from "@/lib/events/announce";
import { appendLog, CHUNK_LENGTH } from "../sql/revision-log";

const FLUSH_MS = 1_000;
const CUT = "[Some of what it printed is left out here.]\n";

/** Keeps the last of what a revision's process prints. However much that is, a piece a second is written. */
export class RevisionLog {
  private text = "";
  private isCut = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly revision: { id: bigint; workspaceId: string; deploymentId: bigint },
  ) {}

  add(text: string): void {
    this.text += text;
    if (this.text.length > CHUNK_LENGTH) {
      this.text = this.text.slice(-CHUNK_LENGTH);
      this.isCut = true;
    }
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const text = (this.isCut ? CUT : "") + this.text;
    this.text = "";
    this.isCut = false;
    if (text === "") return;
    try {
      await appendLog(this.revision, text);
      announce(this.revision.workspaceId, `deployment:${this.revision.deploymentId}`);
    } catch (error) {
      log().warn({ err: error }, "what a model's process printed could not be kept");
    }
  }
}
