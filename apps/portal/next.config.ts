import type { NextConfig } from 'next';

const config: NextConfig = {
  // Types are checked by `tsc` in every check and in CI; a build that repeats it is only slower.
  typescript: { ignoreBuildErrors: true },
  transpilePackages: ['@postern/database', '@postern/domain', '@postern/ui'],
  // Left to Node: they have native parts, or find their files by their own place on disk.
  serverExternalPackages: ['@node-rs/argon2', 'pino'],
  poweredByHeader: false,
  reactStrictMode: true,
};

export default config;
