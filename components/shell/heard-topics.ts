import type { LiveMessage } from "@/lib/events/topics";

const MAX_KEPT = 1_000;

/** When each topic was heard of last, for screens that begin to listen after they were read. */
export class HeardTopics {
  private readonly at = new Map<string, number>();
  /** Up to then any topic may have changed. */
  private anyAt = Number.NEGATIVE_INFINITY;

  note({ topics, resync }: LiveMessage, now: number): void {
    for (const topic of topics) this.at.set(topic, now);
    if (!resync && this.at.size <= MAX_KEPT) return;
    this.at.clear();
    this.anyAt = now;
  }

  /** Whether one of them may have changed at that time or later. */
  isNews(topics: Iterable<string>, since: number): boolean {
    if (this.anyAt >= since) return true;
    for (const topic of topics) if ((this.at.get(topic) ?? this.anyAt) >= since) return true;
    return false;
  }
}
