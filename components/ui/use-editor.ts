"use client";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type RefObject, useEffect, useRef } from "react";
import { useLatest } from "@/components/tables/use-latest";

/** An editor inside of an element. Its text is the caller's; this only edits it. */
export function useEditor<Props extends { value: string }>(
  props: Props,
  extensionsOf: (props: RefObject<Props>) => Extension,
) {
  const { value } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useLatest(props);
  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: latest.current.value, extensions: extensionsOf(latest) }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [latest, extensionsOf]);
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  return { host, view };
}
