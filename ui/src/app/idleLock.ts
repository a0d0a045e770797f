// Locks the window when nobody has touched it for a while. Invariant: the clock is read again when the timer
// fires and when the window is shown again, so that a PC that slept locks at once.

/** What the watch needs; time comes in from outside so that tests own it. */
export interface IdleLockOptions {
  minutes: number;
  lock: () => void;
  now?: () => number;
}

const signsOfLife = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Begins to watch; returns how to stop. `minutes` 0 means never. */
export function watchIdle({ minutes, lock, now = Date.now }: IdleLockOptions): () => void {
  if (minutes <= 0) return () => undefined;
  const limit = minutes * 60_000;
  let last = now();
  let timer = window.setTimeout(check, limit);

  function check(): void {
    window.clearTimeout(timer);
    const rest = last + limit - now();
    if (rest <= 0) {
      stop();
      lock();
    } else {
      timer = window.setTimeout(check, rest);
    }
  }

  function alive(): void {
    if (now() - last >= limit) check();
    else last = now();
  }

  function stop(): void {
    window.clearTimeout(timer);
    for (const sign of signsOfLife) window.removeEventListener(sign, alive, true);
    document.removeEventListener('visibilitychange', check);
  }

  for (const sign of signsOfLife) window.addEventListener(sign, alive, true);
  document.addEventListener('visibilitychange', check);
  return stop;
}
