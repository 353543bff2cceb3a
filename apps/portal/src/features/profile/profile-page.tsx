'use client';
import { PageHead } from '../shell/page-head.tsx';
import { PasswordCard } from './password-card.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';
import { SignInsCard } from './sign-ins-card.tsx';

export interface ProfilePageProps {
  readonly name: string;
  readonly email: string;
}

/** What keeps one's own account: who is signed in as me, and with what. */
export function ProfilePage({ name, email }: ProfilePageProps) {
  return (
    <>
      <PageHead title="Profile">
        {name} · {email}
      </PageHead>
      <div className="grid max-w-3xl gap-4">
        <SignInsCard />
        <PasswordCard email={email} />
        <SecondFactorCard email={email} />
      </div>
    </>
  );
}
