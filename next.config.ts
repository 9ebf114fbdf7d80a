import type { NextConfig } from "next";

const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Types are checked by `npm run check`; whoever builds to run need not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "pg",
    "@prisma/client",
    "@prisma/adapter-pg",
    "pino",
    "@aws-sdk/client-s3",
  ],
  // Fastify serves programs on the same port; compression belongs to the reverse proxy or to it.
  compress: true,
  experimental: { serverActions: { bodySizeLimit: "2mb" } },
};

export default config;
