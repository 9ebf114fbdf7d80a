import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";
import { readPreferences } from "@/lib/core/preferences";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Slipway", template: "%s · Slipway" },
  description: "A self-hosted control room for machine learning.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f9fb" },
    { media: "(prefers-color-scheme: dark)", color: "#0b0f11" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const store = await cookies();
  const preferences = readPreferences((name) => store.get(name)?.value);
  const { theme, density } = preferences;
  return (
    <html
      lang="en"
      data-theme={theme === "system" ? undefined : theme}
      data-density={density === "compact" ? density : undefined}
      suppressHydrationWarning
    >
      <body>
        <Providers preferences={preferences}>{children}</Providers>
      </body>
    </html>
  );
}
