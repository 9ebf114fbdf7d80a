import { notFound } from "next/navigation";

/** An unknown page of a workspace keeps the frame around it, so that one can go on from there. */
export default function UnknownPage() {
  notFound();
}
