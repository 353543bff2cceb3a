/** The ports of one running product, all on 127.0.0.1. */
export type ProductPorts = {
  readonly portal: number;
  readonly gateway: number;
  readonly ops: number;
  readonly postgres: number;
  readonly guacd: number;
  /** First of fifty: ten per lab server. */
  readonly labBase: number;
  /** First of twenty UDP ports, one for each access that is carried at one time. */
  readonly relayBase: number;
};

/** Which variable moves a port, for messages and for the reader below. */
export const portVariables = {
  portal: 'POSTERN_PORTAL_PORT',
  gateway: 'POSTERN_GATEWAY_PORT',
  ops: 'POSTERN_OPS_PORT',
  postgres: 'POSTERN_POSTGRES_PORT',
  guacd: 'POSTERN_GUACD_PORT',
  labBase: 'POSTERN_LAB_PORT_BASE',
  relayBase: 'POSTERN_RELAY_PORT_BASE',
} as const satisfies Record<keyof ProductPorts, string>;

const defaultPorts: ProductPorts = {
  portal: 3000,
  gateway: 3001,
  ops: 3002,
  postgres: 25_432,
  guacd: 4823,
  labBase: 9100,
  relayBase: 9600,
};

export type ScriptEnvironment = {
  readonly ports: ProductPorts;
  /** A Postgres of the person's own, in place of the embedded one. */
  readonly databaseUrl: string | undefined;
};

/** The environment is not usable; the message names every variable that is wrong. */
export class ScriptEnvironmentError extends Error {
  override readonly name = 'ScriptEnvironmentError';
}

/** Reads what the scripts take from the environment. @throws ScriptEnvironmentError */
export function readScriptEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): ScriptEnvironment {
  const problems: string[] = [];
  const read = (name: keyof ProductPorts): number => {
    const text = variables[portVariables[name]] ?? '';
    if (text === '') return defaultPorts[name];
    const port = Number(text);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
    problems.push(`${portVariables[name]} must be a port number, not "${text}"`);
    return defaultPorts[name];
  };
  const ports: ProductPorts = {
    portal: read('portal'),
    gateway: read('gateway'),
    ops: read('ops'),
    postgres: read('postgres'),
    guacd: read('guacd'),
    labBase: read('labBase'),
    relayBase: read('relayBase'),
  };
  const databaseUrl = variables.DATABASE_URL === '' ? undefined : variables.DATABASE_URL;
  // Not repeated: a password may stand in it.
  if (databaseUrl !== undefined && !isPostgresUrl(databaseUrl))
    problems.push('DATABASE_URL must be an address like postgres://user:password@host:5432/database');
  if (problems.length > 0) throw new ScriptEnvironmentError(problems.join('\n'));
  return { ports, databaseUrl };
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}
