// What others changed: one long question to the core at a time, for as long as somebody is signed in. Invariant: it
// changes what screens show and never what somebody is typing; after an error it waits longer each time.
import { call } from '$/ipc/client';
import { toCommandError } from '$/ipc/errors';
import type { News } from '$/ipc/generated/News';
import type { PresentPerson } from '$/ipc/generated/PresentPerson';
import { presence } from './presence.svelte';
import { session } from './session.svelte';

/** Seconds to wait after the first, second … error in a row; the last one for all that follow. */
const pauses = [1, 2, 4, 7, 10];
/** Milliseconds before asking again when an answer brought nothing, so that a core that answers at once isn't called in a circle. */
const breath = 200;

type Wait = (milliseconds: number) => Promise<void>;

const wait: Wait = (milliseconds) => new Promise((resolve) => window.setTimeout(resolve, milliseconds));

class NewsLoop {
  /** Who else is looking at or editing which case. */
  present = $state.raw<PresentPerson[]>([]);
  private run = 0;

  /** Begins to ask; returns how to stop. Time comes in from outside so that tests own it. */
  begin(pause: Wait = wait): () => void {
    const run = ++this.run;
    void this.ask(run, pause);
    return () => {
      if (run !== this.run) return;
      this.run += 1;
      this.present = [];
    };
  }

  /** The others at a case. */
  at(number: string): PresentPerson[] {
    return this.present.filter((person) => person.case === number);
  }

  private async ask(run: number, pause: Wait): Promise<void> {
    let since = 0;
    let errors = 0;
    while (run === this.run) {
      try {
        const news = await call('news', { since });
        if (run !== this.run) return;
        const isNew = news.number !== since || news.dataChanged || news.sessionChanged;
        since = news.number;
        errors = 0;
        await this.take(news);
        if (!isNew) await pause(breath);
      } catch (thrown) {
        if (run !== this.run) return;
        // Nothing can be done about it but to ask again; a lost connection and a lock come as news.
        void toCommandError(thrown);
        const seconds = pauses[Math.min(errors, pauses.length - 1)] ?? 1;
        errors += 1;
        await pause(seconds * 1000);
      }
    }
  }

  private async take(news: News): Promise<void> {
    this.present = news.present;
    const wasLost = session.state?.connection?.isConnected === false;
    const isLost = news.connection?.isConnected === false;
    session.setConnection(news.connection);
    if (wasLost && !isLost) presence.tellAgain();
    // What changed while there was no connection is asked for when it is back.
    const isStale = news.dataChanged || (wasLost && !isLost);
    if (isStale) session.revision += 1;
    if (isStale || news.sessionChanged) await this.refresh();
  }

  /** The session with its counts. That it can't be asked now is said by the next question for news. */
  private async refresh(): Promise<void> {
    try {
      session.take(await call('session_state'));
    } catch (thrown) {
      void toCommandError(thrown);
    }
  }
}

/** The one loop of the window. */
export const news = new NewsLoop();
