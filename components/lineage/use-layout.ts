"use client";
import type { ElkNode } from "elkjs/lib/elk-api";
import ELK from "elkjs/lib/elk-api";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { type Layout, NO_LAYOUT, settle, toElkGraph, toLayout } from "./prepare-layout";
import type { Picture } from "./prepare-picture";

const DEADLINE_MS = 30_000;

const startWorker = () =>
  new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module", name: "layout" });

/** One worker for as long as the graph is shown: it takes a moment to start. */
class Layouter {
  private worker: Worker | null = null;
  private elk: InstanceType<typeof ELK> | null = null;
  private fail: (error: Error) => void = () => undefined;

  private start() {
    this.elk ??= new ELK({
      algorithms: ["layered"],
      workerFactory: () => {
        this.worker = startWorker();
        this.worker.addEventListener("error", () =>
          this.fail(new Error("The browser could not start the worker that arranges the graph.")),
        );
        return this.worker;
      },
    });
    return this.elk;
  }

  async layOut(graph: ElkNode): Promise<ElkNode> {
    const deadline = new Promise<never>((_, reject) => {
      this.fail = reject;
      setTimeout(
        () => reject(new Error("Arranging the graph took more than 30 seconds.")),
        DEADLINE_MS,
      );
    });
    try {
      return await Promise.race([this.start().layout(graph), deadline]);
    } catch (error) {
      // The next try begins with a new worker: this one may still be busy, or never have begun.
      this.stop();
      throw error;
    }
  }

  stop() {
    this.worker?.terminate();
    this.worker = null;
    this.elk = null;
  }
}

interface Drawn {
  picture: Picture;
  layout: Layout;
}

/**
 * The picture with a place for everything in it. While a new one is arranged, the last one stays; what was acted on,
 * the anchor, stands where it stood.
 */
export function useLayout(picture: Picture, anchor: string | null) {
  const [layouter] = useState(() => new Layouter());
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const last = useRef<Drawn | null>(null);
  const settled = useEffectEvent((answer: ElkNode, before: Layout) =>
    settle(toLayout(answer), before, anchor),
  );
  useEffect(() => () => layouter.stop(), [layouter]);
  useEffect(() => {
    let isWanted = true;
    const before = last.current?.picture.focus === picture.focus ? last.current.layout : NO_LAYOUT;
    layouter.layOut(toElkGraph(picture, before)).then(
      (answer) => {
        if (!isWanted) return;
        last.current = { picture, layout: settled(answer, before) };
        setError(null);
        setDrawn(last.current);
      },
      (failure: Error) => {
        if (isWanted) setError(failure);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [picture, layouter]);
  return { drawn, error, isBusy: drawn?.picture !== picture && error === null };
}
