/** Next calls this once, before the server takes its first request. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Next leaves our Node code out of its edge build only where it reads the name itself.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startPortal } = await import('./server/start-portal.ts');
  startPortal();
}
