import { announceNavigation } from "@/components/shell/navigation-start";

/** Next calls this when another page is asked for, by whatever: a link, the palette, the browser's buttons. */
export function onRouterTransitionStart(url: string): void {
  announceNavigation(url);
}
