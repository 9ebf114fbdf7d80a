import { CircleHelp, Flame, ShieldCheck, ShieldQuestion, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { CardRating } from "@/lib/models/schema/cards";

const RATINGS: Readonly<Record<CardRating, { label: string; tone: Tone; icon: ReactNode }>> = {
  unknown: { label: "Not rated", tone: "neutral", icon: <CircleHelp aria-hidden="true" /> },
  low: { label: "Low risk", tone: "success", icon: <ShieldCheck aria-hidden="true" /> },
  medium: { label: "Medium risk", tone: "info", icon: <ShieldQuestion aria-hidden="true" /> },
  high: { label: "High risk", tone: "warning", icon: <TriangleAlert aria-hidden="true" /> },
  critical: { label: "Critical risk", tone: "danger", icon: <Flame aria-hidden="true" /> },
};

export const ratingLabel = (rating: CardRating): string => RATINGS[rating].label;

export function RiskBadge({ rating }: { rating: CardRating }) {
  const { label, tone, icon } = RATINGS[rating];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
