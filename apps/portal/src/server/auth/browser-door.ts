/** The browser's side of next-auth's protocol. Knows its addresses and forms, so that no page has to. */

const refusals = ['too-many-attempts', 'code-needed', 'code-wrong'] as const;

/** `code-needed`: the password is right, and the person has a second factor. */
export type SignInAnswer = 'signed-in' | 'refused' | 'unreachable' | (typeof refusals)[number];

export async function signInFromBrowser(typed: {
  readonly email: string;
  readonly password: string;
  /** Once it has been asked for. */
  readonly code?: string;
}): Promise<SignInAnswer> {
  try {
    const answer = await post('/api/auth/callback/credentials', { ...typed, callbackUrl: '/' });
    if (answer.ok) return 'signed-in';
    const refusal = refusals.find((reason) => reason === answer.error);
    if (refusal !== undefined) return refusal;
    return answer.error === 'CredentialsSignin' ? 'refused' : 'unreachable';
  } catch (error) {
    if (error instanceof Error) return 'unreachable';
    throw error;
  }
}

/** Ends the web session, here and in the database. */
export async function signOutFromBrowser(): Promise<void> {
  await post('/api/auth/signout', { callbackUrl: '/sign-in' });
}

async function post(
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<{ readonly ok: boolean; readonly error: string | null }> {
  const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
  });
  const answer = (await response.json()) as { url?: string };
  const { searchParams } = new URL(answer.url ?? '/', window.location.origin);
  // A token that was not taken sends to the sign-in page with `csrf` and no error.
  const error = searchParams.get('error') ?? (searchParams.has('csrf') ? 'csrf' : null);
  return { ok: response.ok && error === null, error };
}
