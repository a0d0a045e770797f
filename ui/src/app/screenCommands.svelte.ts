// What the open screen offers in Ctrl+K besides the window's own commands. Invariant: gone with the screen.

/** A command in Ctrl+K. */
export interface WindowCommand {
  title: string;
  run: () => void;
}

class ScreenCommands {
  list = $state.raw<WindowCommand[]>([]);

  /** Offers commands until the returned function is called. */
  offer(commands: WindowCommand[]): () => void {
    this.list = commands;
    return () => {
      if (this.list === commands) this.list = [];
    };
  }
}

/** Commands of the open screen. */
export const screenCommands = new ScreenCommands();
