"use client";
import { QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { Toaster } from "@/components/ui/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";
import type { Preferences } from "@/lib/core/preferences";
import { PreferencesProvider } from "./preferences-context";
import { createQueryClient } from "./query-client";

interface ProvidersProps {
  preferences: Preferences;
  children: ReactNode;
}

export function Providers({ preferences, children }: ProvidersProps) {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>
        <PreferencesProvider initial={preferences}>
          <TooltipProvider delayDuration={350} skipDelayDuration={200}>
            {children}
            <Toaster />
          </TooltipProvider>
        </PreferencesProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  );
}
