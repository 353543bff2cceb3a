'use client';
import type { Viewer } from '@postern/domain';
import { Button, Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '@postern/ui';
import { ChevronDown, LogOut, UserRound } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { signOutFromBrowser } from '../../server/auth/browser-door.ts';
import { rememberTheme, type Theme } from './preferences.ts';

const themeOptions = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const satisfies readonly { value: Theme; label: string }[];

export interface UserMenuProps {
  readonly viewer: Pick<Viewer, 'name' | 'email' | 'role'>;
  readonly theme: Theme;
}

export function UserMenu({ viewer, theme: first }: UserMenuProps) {
  const [theme, setTheme] = useState(first);
  const choose = (next: Theme) => {
    setTheme(next);
    rememberTheme(next);
  };
  const leave = () => {
    void signOutFromBrowser().finally(() => window.location.assign('/sign-in'));
  };
  return (
    <Menu
      trigger={
        <Button tone="quiet" size="small" aria-label={`Account of ${viewer.name}`} className="max-w-44">
          <span className="truncate">{viewer.name}</span>
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <MenuLabel>
        {viewer.email}
        <br />
        {viewer.role}
      </MenuLabel>
      <MenuItem asChild>
        <Link href="/profile">
          <UserRound aria-hidden />
          Profile
        </Link>
      </MenuItem>
      <MenuSeparator />
      <MenuChoice label="Colours" value={theme} options={themeOptions} onValueChange={choose} />
      <MenuSeparator />
      <MenuItem onSelect={leave}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}
