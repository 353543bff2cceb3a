import type { BlockKind } from '@postern/domain';

export const blockWords: Record<BlockKind, { readonly label: string; readonly title: string }> = {
  unpaid: { label: 'Unpaid', title: 'No new access while something is unpaid' },
  abuse: { label: 'Abuse', title: 'No new access: blocked because of abuse' },
  'being-reinstalled': {
    label: 'Being reinstalled',
    title: 'No new access while the server is being reinstalled',
  },
};
