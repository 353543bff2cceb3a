/** A gate in a wall, with its small door open. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-tight">
      <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5 text-accent">
        <path d="M2 19V8a8 8 0 0 1 16 0v11" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M7.5 19v-6.5a2.5 2.5 0 0 1 5 0V19Z" fill="currentColor" />
      </svg>
      Postern
    </span>
  );
}
