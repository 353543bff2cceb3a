interface Setting {
  readonly name: string;
  readonly value: string;
  /** What it is, and how to come by it. */
  readonly note: string;
}

/** What the first broker of a site has to be told. The rest of its environment has defaults. */
export function brokerSettings(slug: string, portalOrigin: string): readonly Setting[] {
  return [
    {
      name: 'DATABASE_URL',
      value: 'postgresql://postern:PASSWORD@DATABASE_HOST/postern',
      note: "The portal's database.",
    },
    { name: 'POSTERN_SITE', value: slug, note: 'This site.' },
    {
      name: 'POSTERN_BROKER_NAME',
      value: `${slug}-1`,
      note: 'Another name for each further broker of the site.',
    },
    {
      name: 'POSTERN_SITE_KEY_FILE',
      value: '/etc/postern/site.key',
      note: 'One key for all brokers of the site: openssl genpkey -algorithm X25519 -out site.key',
    },
    {
      name: 'POSTERN_PORTAL_PUBLIC_KEY_FILE',
      value: '/etc/postern/portal.pub',
      note: "Made from the portal's key: openssl pkey -in portal.key -pubout -out portal.pub",
    },
    {
      name: 'POSTERN_CONSOLE_URL',
      value: `wss://consoles.${slug}.example/console`,
      note: 'Where browsers reach the consoles of this broker.',
    },
    { name: 'POSTERN_ALLOWED_ORIGINS', value: portalOrigin, note: 'Where people open the portal.' },
  ];
}

/** The settings as a file of variables, each with its note above it. */
export function brokerEnvironmentFile(slug: string, portalOrigin: string): string {
  return brokerSettings(slug, portalOrigin)
    .map(({ name, value, note }) => `# ${note}\n${name}=${value}\n`)
    .join('');
}
