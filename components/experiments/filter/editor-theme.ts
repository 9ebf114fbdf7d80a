import { EditorView } from "@codemirror/view";

/** The editor dressed in the tokens of the page, so that it follows the theme by itself. */
export const editorTheme = EditorView.theme({
  "&": { background: "transparent", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-mono, monospace)",
    lineHeight: "1.25rem",
    // Moving the cursor scrolls it; it is no region of its own to scroll in.
    overflowX: "hidden",
  },
  ".cm-content": { padding: "0", caretColor: "var(--fg)" },
  ".cm-line": { padding: "0" },
  ".cm-cursor": { borderLeftColor: "var(--fg)" },
  ".cm-placeholder": { color: "var(--subtle)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection": {
    background: "var(--accent-soft)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete": {
    border: "1px solid var(--line-strong)",
    borderRadius: "8px",
    background: "var(--raised)",
    color: "var(--fg)",
    boxShadow: "0 4px 8px -2px var(--shadow-color), 0 20px 40px -12px var(--shadow-color)",
    overflow: "hidden",
    zIndex: "50",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "inherit",
    maxHeight: "18rem",
    maxWidth: "min(36rem, 90vw)",
    padding: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    justifyContent: "space-between",
    gap: "1.5rem",
    padding: "3px 8px",
    borderRadius: "6px",
    lineHeight: "1.25rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--hover)",
    color: "var(--fg)",
  },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--muted)", marginLeft: "0" },
  ".cm-completionLabel": { overflow: "hidden", textOverflow: "ellipsis" },
});
