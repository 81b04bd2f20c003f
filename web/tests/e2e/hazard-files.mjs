/** Photos and voice notes of a hazard: given at work, looked at, released, not seen before by the body that must act; and its page on paper. */
import { signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { becomes } from "./waits.mjs";

/** A picture that the browser itself paints. */
export async function picture(page, text = "1") {
  const base64 = await page.evaluate((word) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1200, 900];
    const ink = canvas.getContext("2d");
    const ground = ink.createLinearGradient(0, 0, 1200, 900);
    ground.addColorStop(0, "#8fa7b8");
    ground.addColorStop(1, "#4c5b52");
    ink.fillStyle = ground;
    ink.fillRect(0, 0, 1200, 900);
    ink.fillStyle = "#f4f1ea";
    ink.font = "bold 320px sans-serif";
    ink.fillText(word, 480, 560);
    return canvas.toDataURL("image/jpeg", 0.8).split(",")[1];
  }, text);
  return { name: `photo-${text}.jpg`, mimeType: "image/jpeg", buffer: Buffer.from(base64, "base64") };
}

/** Silence, 8 kHz, 8 bit, one channel; long enough to go up in two parts. */
export function voice() {
  const samples = 280_000;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples, 40);
  return { name: "note.wav", mimeType: "audio/wav", buffer: Buffer.concat([head, Buffer.alloc(samples, 128)]) };
}

/** Attaches two photos and a voice note on the open page of a hazard. */
export async function attach(page) {
  await page.locator(".attach").waitFor();
  await page.locator("#attach-input").setInputFiles([await picture(page, "1"), await picture(page, "2"), voice()]);
  await page.locator(".photo img").nth(1).waitFor({ timeout: 20_000 });
  await page.locator(".voices audio").waitFor({ timeout: 20_000 });
  await page.waitForFunction(() => [...document.querySelectorAll(".photo img")].every((one) => one.complete && one.naturalWidth > 0));
}

export async function hazardFiles({ baseUrl, system, waiting, say }) {
  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await signIn(page, system, "lead");
  const { answer } = waiting;
  await page.goto(`/console/hazards/${answer.id}`);
  const parts = [];
  page.on("request", (request) => request.method() === "PATCH" && parts.push(request.headers()["upload-offset"]));
  await attach(page);
  say.check(true, "two photos and a voice note are attached by who works on it");
  say.check(parts.join() === `0,${256 * 1024}`, `the voice note went up in parts, from ${parts.join(" and ")}`);
  await page.locator("#attach-input").setInputFiles({ name: "page.html", mimeType: "text/html", buffer: Buffer.from("<script>alert(1)</script>") });
  say.check(await becomes(page.locator(".refused"), (text) => text.startsWith("page.html")), "another kind of file is refused by name");

  await page.locator(".photo").first().focus();
  await page.keyboard.press("Enter");
  await page.locator(".viewer img").waitFor();
  await page.locator(".viewer-foot button").last().focus();
  await page.keyboard.press("ArrowRight");
  say.check(await becomes(page.locator(".ant-modal-title"), (text) => text === "照片 2/2"), "a photo opens by keyboard, and the arrow shows the next");
  await page.keyboard.press("Escape");
  await page.locator(".viewer").waitFor({ state: "detached" });
  const back = await page.evaluate(() => document.activeElement?.className ?? "");
  say.check(back.includes("photo"), "after closing the focus is back on the photo");

  const property = await person({ baseUrl, webgl: false });
  await signIn(property.page, system, "property");
  await property.page.goto(`/console/hazards/${answer.id}`);
  await property.page.locator(".timeline").waitFor();
  await property.page.waitForTimeout(500);
  say.check((await property.page.locator(".photo").count()) === 0, "the body that must act sees no photo before its release");
  await page.locator(".photos .release button").first().click();
  say.check(await becomes(page.locator(".photos"), (text) => (text.match(/未公开/g) ?? []).length === 1), "a photo is released");
  await property.page.reload();
  await property.page.locator(".photo").waitFor();
  say.check((await property.page.locator(".photo").count()) === 1, "then the body sees this one and no other");
  say.check((await property.page.locator(".release button").count()) === 0, "and can release nothing itself");
  await property.close();

  await paper(page, waiting.answer, say);
  say.add(errors, "no errors around files and paper");
  await close();
}

/** What the paper shows and what it leaves out. */
async function paper(page, hazard, say) {
  await page.emulateMedia({ media: "print" });
  const seen = (selector) => page.locator(selector).first().isVisible();
  const shown = await Promise.all([".hazard-head h1", ".timeline", ".deadlines", ".hazard-head .print-only", ".files .print-only"].map(seen));
  const hidden = await Promise.all([".topbar", ".nav", ".action-bar", ".photos", ".back-link", ".attach"].map(seen));
  say.check(shown.every(Boolean) && !hidden.some(Boolean), "paper shows what, where, deadlines and timeline, and nothing to press");
  const text = await page.locator("main").innerText();
  say.check(text.includes(hazard.number), "the number stands on the paper");
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString("latin1"));
  say.check(Math.round(Number(box?.[1])) === 595 && Math.round(Number(box?.[2])) === 842, `the paper is A4 (${box?.[1]} × ${box?.[2]} points)`);
  await page.emulateMedia({ media: null });
}

export async function hazardFilePages({ page, system, waiting, look }) {
  await signIn(page, system, "lead");
  await page.goto(`/console/hazards/${waiting.answer.id}`);
  await attach(page);
  await page.locator(".files").scrollIntoViewIfNeeded();
  await look("hazard-files", 800);
  await page.locator(".photo").first().click();
  await page.locator(".viewer img").waitFor();
  await look("hazard-photo", 500);
  await page.keyboard.press("Escape");
  await page.emulateMedia({ media: "print" });
  await look("hazard-paper", 300);
  await page.emulateMedia({ media: null });
}
