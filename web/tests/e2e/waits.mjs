/** An open event stream never lets the network fall idle: wait for the page's title, then for the skeletons to go. */
export async function settle(page, ms = 150) {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".loading"), undefined, { timeout: 8000 }).catch(() => undefined);
  await page.waitForTimeout(ms);
}

/** The map rests and says so; names and places that it asks for afterwards need a moment more. */
export async function drawn(page) {
  await page.locator(".map-canvas[data-drawn]").waitFor({ timeout: 30_000 });
  await page.waitForTimeout(700);
  await page.locator(".map-canvas[data-drawn]").waitFor({ timeout: 30_000 });
}

/** True as soon as the text of `locator` is as expected, false after a while. */
export async function becomes(locator, expected, ms = 15_000) {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    const text = await locator.innerText({ timeout: 1000 }).catch(() => undefined);
    if (text !== undefined && expected(text)) return true;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  return false;
}

/** When the first text or picture stood on the screen, in ms after the page was asked for. */
export function firstPaint(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const paint = list.getEntriesByName("first-contentful-paint")[0];
          if (paint) resolve(Math.round(paint.startTime));
        }).observe({ type: "paint", buffered: true });
        setTimeout(() => resolve(undefined), 5000);
      }),
  );
}
