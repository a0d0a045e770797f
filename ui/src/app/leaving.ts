// What the shell asks before it closes the window (src-tauri/src/closing.rs). Invariant: nothing here stops it; what is
// typed is kept as a draft, and the answer is true when that is done.
import { navigation } from './navigation.svelte';

declare global {
  interface Window {
    /** May the window close now? Asked again until it may. */
    vilkaarMayClose?: () => boolean;
  }
}

/** Begins to answer; returns how to stop. */
export function answerClosing(): () => void {
  let keeping: 'not' | 'underWay' | 'done' = 'not';
  window.vilkaarMayClose = () => {
    if (keeping === 'not' && navigation.hasUnsaved()) {
      keeping = 'underWay';
      void navigation.keepDraft().finally(() => (keeping = 'done'));
    }
    return keeping !== 'underWay';
  };
  return () => {
    delete window.vilkaarMayClose;
  };
}
