"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useSyncExternalStore,
} from "react";
import { type ConnectionState, LiveFeed } from "./live-feed";

const LiveContext = createContext<LiveFeed | null>(null);

/** One stream of changes for all of a workspace's screens in this tab. */
export function LiveProvider({ workspace, children }: { workspace: string; children: ReactNode }) {
  const feed = useMemo(() => new LiveFeed(workspace), [workspace]);
  useEffect(() => feed.open(), [feed]);
  return <LiveContext value={feed}>{children}</LiveContext>;
}

function useFeed(): LiveFeed {
  const feed = useContext(LiveContext);
  if (!feed) throw new Error("useLive belongs inside a LiveProvider.");
  return feed;
}

/**
 * Calls `onChange` when one of the topics changed, and after a gap, when any of them may have: also when that was after
 * the page had been read and before it stood on the screen. Topics are those of lib/events/topics; an empty list hears
 * nothing.
 */
export function useLive(topics: readonly string[], onChange: () => void): void {
  const feed = useFeed();
  const readAt = useRef<number | null>(null);
  const changed = useEffectEvent(() => {
    readAt.current = performance.now();
    onChange();
  });
  const key = topics.join("\n");
  useEffect(() => {
    const wanted = new Set(key === "" ? [] : key.split("\n"));
    readAt.current ??= feed.readTime();
    if (wanted.size === 0) return undefined;
    const leave = feed.subscribe((message) => {
      if (message.resync || message.topics.some((topic) => wanted.has(topic))) changed();
    });
    if (feed.hasHeard(wanted, readAt.current)) changed();
    return leave;
  }, [feed, key]);
}

/** Whether changes arrive by themselves, or by polling because the stream is broken. */
export function useConnectionState(): ConnectionState {
  const feed = useFeed();
  return useSyncExternalStore(feed.watchState, feed.readState, () => "connecting");
}
