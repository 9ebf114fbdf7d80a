import { Download } from "lucide-react";
import { type ButtonSize, buttonStyles } from "@/components/ui/button-styles";

/** Saves a file. Not a link of the router: what is behind it is no page. */
export function DownloadLink({ href, size }: { href: string; size?: ButtonSize | undefined }) {
  return (
    <a href={href} download className={buttonStyles({ size })}>
      <Download aria-hidden="true" />
      Download
    </a>
  );
}
