'use client';
import { useRef } from 'react';

/**
 * Handlers for a dialog's content that bring the focus back to where it was before. The library does so for dialogs
 * that know their trigger; ours are opened by state, and would leave the keyboard at the top of the page.
 */
export function useFocusReturn() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (before.current instanceof HTMLElement) before.current.focus();
    },
  };
}
