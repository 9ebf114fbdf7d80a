import type { Route } from "next";
import NextLink, { type LinkProps as NextLinkProps } from "next/link";

type LinkProps = Omit<NextLinkProps<Route>, "href" | "prefetch"> & { href: Route };

/**
 * Leads to another page, which is read when somebody goes there. Read before, it would show nothing sooner, since no page
 * begins with a skeleton; and each change that a live page hears of would have it read all that it leads to again.
 */
export function Link(props: LinkProps) {
  return <NextLink {...props} prefetch={false} />;
}
