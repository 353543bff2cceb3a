'use client';
import { Button, Callout, CopyButton, Dialog, DialogActions } from '@postern/ui';

export interface ShowRecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}

/** The only time that anybody sees these: Postern itself keeps hashes of them. */
export function ShowRecoveryCodes({ codes, onClose }: ShowRecoveryCodesProps) {
  return (
    <Dialog open dismissible={false} onOpenChange={onClose} title="Your second factor is on">
      <div className="grid gap-3">
        <p className="text-n-11">
          When the phone is lost, one of these signs you in instead of a code. Each counts once.
        </p>
        <div className="flex items-start gap-1 rounded-md border border-n-6 bg-n-2 py-2 pl-3 pr-1">
          <ul
            aria-label="Recovery codes"
            className="grid flex-1 select-all grid-cols-1 gap-x-4 gap-y-1 font-mono text-sm min-[360px]:grid-cols-2"
          >
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
          <CopyButton label="recovery codes" value={codes.join('\n')} />
        </div>
        <Callout tone="warn">
          These codes are shown once. Keep them where you find them without the phone.
        </Callout>
      </div>
      <DialogActions>
        <Button tone="solid" onClick={onClose}>
          I have kept them
        </Button>
      </DialogActions>
    </Dialog>
  );
}
