import type { LiveGreeting, LiveMessage } from "@/lib/events/topics";
import { HeardTopics } from "./heard-topics";
import { onNavigation } from "./navigation-start";

/** `live`: pushed. `connecting`: a moment of patience. `polling`: the stream is broken, screens ask by themselves. */
export type ConnectionState = "connecting" | "live" | "polling";

type Listener = (message: LiveMessage) => void;

const PATIENCE_MS = 8_000;
const POLL_MS = 5_000;
const MAX_RETRY_MS = 30_000;
/** How long a page may be out of sight before it stops listening: browsers give all pages of a server six connections. */
const HIDDEN_MS = 15_000;
/** Longest time from a change to its message. */
const MESSAGE_DELAY_MS = 1_000;

/** A workspace's changes over one EventSource; while that is broken it asks every screen to read again every 5 s. */
export class LiveFeed {
  private readonly listeners = new Set<Listener>();
  private readonly watchers = new Set<() => void>();
  private readonly heard = new HeardTopics();
  /** When the page on screen was asked for, by the page's clock; what comes back out of the browser's history is older. */
  private askedAt = 0;
  private state: ConnectionState = "connecting";
  private source: EventSource | null = null;
  private retryMs = 1_000;
  /** When it stopped hearing changes, by the page's clock; it has heard none before the page was there. */
  private deafSince = 0;
  private isResting = false;
  private resting: number | undefined;
  private timers: { retry?: number; patience?: number; poll?: number } = {};

  constructor(private readonly workspace: string) {}

  /** Starts listening; answers how to stop. */
  open(): () => void {
    this.connect();
    // A page may be opened out of sight, and then nothing says that it is.
    this.turnWithPage();
    document.addEventListener("visibilitychange", this.turnWithPage);
    const ignoreNavigation = onNavigation(() => {
      this.askedAt = performance.now();
    });
    window.addEventListener("popstate", this.goBack);
    return () => {
      ignoreNavigation();
      window.removeEventListener("popstate", this.goBack);
      document.removeEventListener("visibilitychange", this.turnWithPage);
      window.clearTimeout(this.resting);
      this.close();
    };
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** When what a screen shows was read at the earliest, if it begins to listen now. */
  readTime(): number {
    return this.askedAt;
  }

  /** Whether one of the topics may have changed since then, as far as this page has heard. */
  hasHeard(topics: Iterable<string>, since: number): boolean {
    return this.heard.isNews(topics, since);
  }

  readonly watchState = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly readState = (): ConnectionState => this.state;

  private readonly goBack = (): void => {
    this.askedAt = 0;
  };

  private readonly turnWithPage = (): void => {
    window.clearTimeout(this.resting);
    if (document.hidden) this.resting = window.setTimeout(() => this.rest(), HIDDEN_MS);
    else if (this.isResting) this.connect();
  };

  private rest(): void {
    this.isResting = true;
    this.deafSince = performance.now();
    this.close();
    this.enter("connecting");
  }

  private connect(): void {
    this.isResting = false;
    const source = new EventSource(`/events?workspace=${encodeURIComponent(this.workspace)}`);
    this.source = source;
    this.timers.patience ??= window.setTimeout(() => this.startPolling(), PATIENCE_MS);
    source.addEventListener("hello", ({ data }: MessageEvent<string>) =>
      // Written by our own server, in this shape.
      this.connected(JSON.parse(data) as LiveGreeting),
    );
    source.onmessage = ({ data }: MessageEvent<string>) => this.pass(data);
    source.onerror = () => this.disconnected();
  }

  private connected({ quietMs }: LiveGreeting): void {
    const wasAway = this.state === "polling" || this.retryMs > 1_000;
    // Since the page was read, or since it went out of sight, nobody listened for it.
    const hasMissed = quietMs < performance.now() - this.deafSince + MESSAGE_DELAY_MS;
    this.retryMs = 1_000;
    window.clearTimeout(this.timers.patience);
    window.clearInterval(this.timers.poll);
    this.timers = {};
    this.enter("live");
    if (wasAway || hasMissed) this.tell({ topics: [], resync: true });
  }

  /** The browser reconnects by itself after a network error, but not after a refusal: then we do. */
  private disconnected(): void {
    this.enter(this.state === "polling" ? "polling" : "connecting");
    this.timers.patience ??= window.setTimeout(() => this.startPolling(), PATIENCE_MS);
    this.source?.close();
    window.clearTimeout(this.timers.retry);
    this.timers.retry = window.setTimeout(() => this.connect(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, MAX_RETRY_MS);
  }

  private startPolling(): void {
    this.enter("polling");
    this.timers.poll ??= window.setInterval(() => this.tell({ topics: [], resync: true }), POLL_MS);
  }

  private pass(data: string): void {
    // Written by our own server, in this shape.
    this.tell(JSON.parse(data) as LiveMessage);
  }

  private tell(message: LiveMessage): void {
    this.heard.note(message, performance.now());
    for (const listener of this.listeners) listener(message);
  }

  private enter(state: ConnectionState): void {
    if (this.state === state) return;
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }

  private close(): void {
    this.source?.close();
    window.clearTimeout(this.timers.retry);
    window.clearTimeout(this.timers.patience);
    window.clearInterval(this.timers.poll);
    this.timers = {};
  }
}
