/** Both functions run inside the page that is measured; times are ms after it was asked for. */

/** From the very beginning: paints, long tasks, and the first frame in which `usable` can be seen. */
export function watchPage(usable) {
  const vitals = { fcp: 0, lcp: 0, usable: 0, tasks: [] };
  window.vitals = vitals;
  const on = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  on("paint", (entry) => entry.name === "first-contentful-paint" && (vitals.fcp = entry.startTime));
  on("largest-contentful-paint", (entry) => (vitals.lcp = entry.startTime));
  on("longtask", ({ startTime, duration }) => vitals.tasks.push([startTime, duration]));
  const look = () => {
    // What is found before a frame is drawn can be seen in the next.
    if (document.querySelector(usable)?.checkVisibility()) requestAnimationFrame(() => (vitals.usable = performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Blocked is what each task held the page beyond 50 ms, from the first text until three seconds after it was of use. */
export function collect() {
  const { fcp, lcp, usable, tasks } = window.vitals;
  const blocked = tasks.filter(([start]) => start >= fcp).reduce((sum, [, duration]) => sum + Math.max(0, duration - 50), 0);
  return { fcp: Math.round(fcp), lcp: Math.round(lcp), usable: Math.round(usable), blocked: Math.round(blocked) };
}
