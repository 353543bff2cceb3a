/// <reference types="novnc__novnc" />

// The published types name the file of an older release.
declare module '@novnc/novnc' {
  export { default } from '@novnc/novnc/lib/rfb';
}
