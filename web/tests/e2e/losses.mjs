/** Runs inside the page: what a reader of large text would lose. Short lines, none when all is well. */
export function losses() {
  const found = [];
  // Rows that a table draws as one moves through it, and a line whose whole text its own button shows.
  const SHOWN_ELSEWHERE = ".ant-table-tbody-virtual-holder, .banner-demo .banner-text";
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getBoundingClientRect().width > 1 && !one.closest(".visually-hidden, .skip-link, [inert], [aria-hidden=true]");
  const name = (one) => `${one.tagName.toLowerCase()}${one.className && typeof one.className === "string" ? `.${one.className.split(" ").slice(0, 2).join(".")}` : ""} “${one.textContent.trim().slice(0, 24)}”`;
  /** A table or a row of chips may be moved sideways under the eye; the page may not. */
  const scrolls = (one) => {
    for (let up = one; up && !up.matches("main, body, [role=dialog]"); up = up.parentElement) if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
    return Boolean(one.closest(".ant-table-tbody-virtual-holder"));
  };
  /** A frame hides what is longer than it: text is gone. What a frame lets move is not. */
  const cutOff = (one, box) => {
    for (let up = one; up && up !== scope && !up.matches(SHOWN_ELSEWHERE); up = up.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(up);
      const frame = up.getBoundingClientRect();
      const wide = /hidden|clip/.test(overflowX) && up.scrollWidth > up.clientWidth + 1 && (up === one || box.right > frame.right + 1);
      const high = /hidden|clip/.test(overflowY) && up.scrollHeight > up.clientHeight + 1 && (up === one || box.bottom > frame.bottom + 2);
      if (wide || high) return !one.matches("input, textarea");
      if (/auto|scroll/.test(`${overflowX}${overflowY}`)) return false;
    }
    return false;
  };
  const words = (one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    return range.getBoundingClientRect();
  };
  const main = document.querySelector("main");
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} px wide in ${innerWidth}`);
  if (main && main.scrollWidth > main.clientWidth + 1) found.push(`what scrolls the page is ${main.scrollWidth} px wide in ${main.clientWidth}`);
  // What lies under an open dialog is not read.
  const dialog = [...document.querySelectorAll("[role=dialog]")].find(seen);
  const scope = dialog ?? document.body;
  for (const one of scope.querySelectorAll("*")) {
    if (!seen(one) || one.closest("svg, canvas, .maplibregl-map")) continue;
    const control = one.matches("a[href], button, input, select, textarea, summary, [role=tab], label");
    const text = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!text && !control) continue;
    const box = one.getBoundingClientRect();
    if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(one)) found.push(`over the edge (${Math.round(box.left)}–${Math.round(box.right)}): ${name(one)}`);
    if (cutOff(one, box)) found.push(`cut off: ${name(one)}`);
    const { display, fontSize } = getComputedStyle(one);
    if (display === "inline" || !one.textContent.trim() || one.matches(SHOWN_ELSEWHERE)) continue;
    const said = words(one);
    // The box of a letter is higher than its line.
    const slack = parseFloat(fontSize) / 4;
    if (said.right > innerWidth + 1 && box.right <= innerWidth + 1 && !scrolls(one)) found.push(`text over the edge: ${name(one)}`);
    if (control && (said.right > box.right + 2 || said.left < box.left - 2 || said.bottom > box.bottom + slack || said.top < box.top - slack)) found.push(`text out of its button: ${name(one)}`);
  }
  return [...new Set(found)];
}
