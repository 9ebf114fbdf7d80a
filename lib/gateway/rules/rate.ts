interface Bucket {
  tokens: number;
  at: number;
}

/** A few callers more than there are at any time. */
const MAX_BUCKETS = 10_000;

/** So many requests a second of each caller, and as many again in a burst. */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly perSecond: number) {}

  /** Takes one request of a caller; answers the seconds until the next one may come, or 0 when this one may. */
  take(caller: string, now: number): number {
    if (this.perSecond === 0) return 0;
    if (this.buckets.size >= MAX_BUCKETS) this.buckets.clear();
    const known = this.buckets.get(caller) ?? { tokens: this.perSecond, at: now };
    const grown = known.tokens + ((now - known.at) / 1_000) * this.perSecond;
    const tokens = Math.min(this.perSecond, grown);
    const isAllowed = tokens >= 1;
    this.buckets.set(caller, { tokens: isAllowed ? tokens - 1 : tokens, at: now });
    return isAllowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / this.perSecond));
  }
}
