/** What all dialogs share, so that a question looks like a question everywhere. */
export const overlayDress =
  'fixed inset-0 z-40 bg-black/45 animate-[overlay-in_120ms_ease-out] dark:bg-black/60';
export const panelDress =
  'fixed z-50 flex flex-col border border-n-6 bg-surface text-n-12 shadow-overlay animate-[panel-in_140ms_ease-out] focus:outline-none inset-x-0 bottom-0 max-h-[92dvh] overflow-y-auto rounded-t-lg sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-[12vh] sm:max-h-[80vh] sm:-translate-x-1/2 sm:rounded-lg';
export const titleDress = 'text-lg font-semibold leading-snug text-balance';
