import { Button, CopyButton, DialogActions } from '@postern/ui';
import { brokerEnvironmentFile } from './broker-settings.ts';

export interface StartBrokerProps {
  readonly slug: string;
  readonly onClose: () => void;
}

/** What is left to do on the site's own network. Rendered in the browser only: it names the address it was opened at. */
export function StartBroker({ slug, onClose }: StartBrokerProps) {
  const file = brokerEnvironmentFile(slug, window.location.origin);
  return (
    <>
      <p className="text-n-11">
        Start a broker with the slug <code className="font-mono text-sm text-n-12">{slug}</code> beside the
        BMC network. Until one has registered the site's key, no BMC login can be stored here and no access
        can be asked for.
      </p>
      <div className="mb-1 mt-4 flex items-center justify-between gap-2">
        <h3 className="text-sm font-medium">Its environment</h3>
        <CopyButton label="environment" value={file} />
      </div>
      <pre className="whitespace-pre-wrap rounded-md border border-n-6 bg-n-2 px-3 py-2 font-mono text-sm leading-6 wrap-anywhere">
        {file}
      </pre>
      <DialogActions>
        <Button tone="solid" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </>
  );
}
