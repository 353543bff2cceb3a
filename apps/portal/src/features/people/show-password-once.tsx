'use client';
import { Button, Callout, CopyField, Dialog, DialogActions } from '@postern/ui';

export interface ShowPasswordOnceProps {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly onClose: () => void;
}

/** The only time that anybody sees this password: Postern itself keeps a hash of it. */
export function ShowPasswordOnce({ name, email, password, onClose }: ShowPasswordOnceProps) {
  return (
    <Dialog open dismissible={false} onOpenChange={onClose} title={`${name} can sign in`}>
      <div className="grid gap-3">
        <CopyField label="E-mail" value={email} />
        <CopyField label="Password" value={password} />
        <Callout tone="warn">
          This password is shown once. Copy it now and hand it over on a safe way.
        </Callout>
      </div>
      <DialogActions>
        <Button tone="solid" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
