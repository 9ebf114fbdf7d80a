import { authRoute } from "@/lib/access/next-auth";
import { signInWithPassword, signInWithProvider } from "@/lib/workspaces/commands/sign-in";

const handler = authRoute({ withPassword: signInWithPassword, withProvider: signInWithProvider });

export { handler as GET, handler as POST };
