import { authRoute } from "@/lib/access/next-auth";
import { endSession } from "@/lib/workspaces/commands/account";
import { signInWithPassword, signInWithProvider } from "@/lib/workspaces/commands/sign-in";

const handler = authRoute({
  withPassword: signInWithPassword,
  withProvider: signInWithProvider,
  end: endSession,
});

export { handler as GET, handler as POST };
