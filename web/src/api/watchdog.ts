/** The server is never silent for longer than 15 s. Where nothing comes for so long the connection is dead, also where the browser still holds it. */
const SILENT_MS = 40_000;
const LOOK_MS = 5_000;

/** Looks by the clock and not with one long timer: those stand still while a computer sleeps, and its connection dies. */
export class Watchdog {
  private timer: ReturnType<typeof setInterval> | undefined;
  private heardAt = 0;
  private readonly lost: (heardAt: number) => void;

  /** `lost` is told when the last sign of life came. */
  constructor(lost: (heardAt: number) => void) {
    this.lost = lost;
  }

  start(): void {
    clearInterval(this.timer);
    this.heard();
    this.timer = setInterval(() => {
      if (Date.now() - this.heardAt >= SILENT_MS) this.lost(this.heardAt);
    }, LOOK_MS);
  }

  heard(): void {
    this.heardAt = Date.now();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
