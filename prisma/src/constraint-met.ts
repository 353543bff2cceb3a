import { Prisma } from './generated/client.ts';

/** Which kind of constraint an error of the client is about; `null`: another error. */
export function constraintMet(error: unknown): 'unique' | 'foreign-key' | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  // Raw statements fail as P2010, with SQLSTATE beside it.
  const code = error.code === 'P2010' ? sqlState(error) : error.code;
  if (code === 'P2002' || code === '23505') return 'unique';
  return code === 'P2003' || code === '23503' ? 'foreign-key' : null;
}

function sqlState({ meta }: Prisma.PrismaClientKnownRequestError): string | undefined {
  const reported = meta as { driverAdapterError?: { cause?: { originalCode?: string } } } | undefined;
  return reported?.driverAdapterError?.cause?.originalCode;
}
