import type { NextConfig } from 'next';

const config: NextConfig = {
  // Types are checked by `tsc` in every check and in CI; a build that repeats it is only slower.
  typescript: { ignoreBuildErrors: true },
  transpilePackages: ['@postern/database', '@postern/domain', '@postern/ui'],
  serverExternalPackages: ['@node-rs/argon2', '@prisma/adapter-pg', '@prisma/client', 'pg', 'pino'],
  poweredByHeader: false,
  reactStrictMode: true,
  // Never told to a browser: which file a line of ours came from.
  productionBrowserSourceMaps: false,
};

export default config;
