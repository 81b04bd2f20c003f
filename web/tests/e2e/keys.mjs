/** Going through pages with the keyboard alone: each stop must be seen, in view and uncovered, and no step may lose the focus. */
const STOPS = 150;

/** Somebody without a mouse. `faults` gathers what was wrong with a stop. */
export function hands(page) {
  const faults = [];
  const look = async (where) => {
    const fault = await page.evaluate(faultOfFocus);
    if (fault && !faults.includes(fault)) faults.push(`${where}: ${fault}`);
  };
  const press = (key) => page.keyboard.press(key);
  /** Presses `key` until the focus stands on the first of `locator` or inside it. */
  const to = async (locator, where, key = "Tab") => {
    await locator.first().waitFor();
    for (let stop = 0; stop < STOPS; stop++) {
      if (await holds(locator)) return;
      await press(key);
      await look(where);
    }
    throw new Error(`${STOPS} times ${key} did not lead to ${where}`);
  };
  const enter = async (locator, where, key) => {
    await to(locator, where, key);
    await press("Enter");
  };
  /** What held the focus may be gone after a step; soon something else must hold it. What was open may still be closing over it. */
  const kept = async () => {
    const held = await page.waitForFunction(() => document.activeElement !== document.body, undefined, { timeout: 3000 }).then(() => true, () => false);
    for (let tries = 0; held && tries < 30 && (await page.evaluate(faultOfFocus)); tries++) await page.waitForTimeout(100);
    if (held) await look("after a step");
    return held;
  };
  return { faults, press, type: (text) => page.keyboard.type(text), to, enter, kept, look };
}

export function holds(locator) {
  return locator.first().evaluate((one) => one === document.activeElement || one.contains(document.activeElement));
}

/** Counts what a hand on a mouse does; a key that presses a button is none of it. */
export async function countPointers(context) {
  await context.addInitScript(() => {
    if (origin === "null") return;
    addEventListener("pointerdown", () => (sessionStorage["e2e.pointers"] = Number(sessionStorage["e2e.pointers"] ?? 0) + 1), true);
  });
  return (page) => page.evaluate(() => Number(sessionStorage["e2e.pointers"] ?? 0));
}

/** Runs inside the page. Behind the last stop the focus leaves for the browser's own frame: that is no fault. */
function faultOfFocus() {
  const one = document.activeElement;
  if (!one || one === document.body) return undefined;
  const name = `${one.tagName.toLowerCase()}${one.id && `#${one.id}`} ${(one.getAttribute("aria-label") ?? one.textContent).trim().slice(0, 30)}`;
  // Around a bare input the kit draws the ring on its frame, around a box to tick on the picture of the box.
  const frame = one.closest("label, .ant-select, .ant-input-affix-wrapper, .ant-checkbox") ?? one;
  const ringed = [one, frame, ...(one.matches("input") ? one.parentElement.children : [])].some((part) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  });
  if (!ringed) return `no ring around ${name}`;
  const box = frame.getBoundingClientRect();
  const [x, y] = [Math.max(box.left, 0) + Math.min(box.right, innerWidth), Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)].map((sum) => sum / 2);
  const over = document.elementFromPoint(x, y);
  if (!over) return `out of sight: ${name}`;
  return frame.contains(over) || over.contains(one) ? undefined : `covered by ${over.className || over.tagName}: ${name}`;
}
