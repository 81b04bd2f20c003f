/** The replay of 20 July 2021 is begun with a press, is played, and its report says the lag; the slider goes back in time; the courses stand side by side. */
import { readFile } from "node:fs/promises";
import { signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { becomes, drawn } from "./waits.mjs";

/** What the official timeline gives: 19 July 21:59 to 20 July 16:30. */
const LAG = "18 小时 31 分";

export async function exercises({ baseUrl, system, say }) {
  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await signIn(page, system, "city");
  await begun(page, "按当年实际");
  say.check(await becomes(page.locator(".exercise-banner"), (text) => text.includes("不是真实情况")), "the page says that nothing of it is real");
  say.check(await becomes(page.locator(".exercise-course"), (text) => text.includes("已完成"), 180_000), "it is played to its end");
  const row = page.getByRole("region", { name: "从预警到响应" }).getByRole("row", { name: /郑州市/ }).first();
  say.check(await becomes(row, (text) => text.includes(LAG)), "the report says the lag of 2021");
  say.check((await row.innerText()).includes("20 分钟内,未达到"), "beside the target that the plans set, and that it was missed");
  say.check(await page.getByText("还没有演:按现行预案", { exact: false }).isVisible(), "it says which courses could stand beside this one");
  const held = page.locator(".exercise-moment dl > div").filter({ hasText: "其中指挥部有人坐镇" });
  say.check((await held.innerText()).includes("没有记载"), "at a moment a command post of which nothing is on record is not said to be empty");
  say.check(await page.getByText("当年没有叫应", { exact: false }).first().isVisible(), "and that nobody had to answer then");
  const slider = page.getByRole("slider", { name: "演练时间" });
  const last = await slider.getAttribute("aria-valuetext");
  await slider.focus();
  await slider.press("ArrowLeft");
  say.check((await slider.getAttribute("aria-valuetext")) !== last, "the slider goes back with the keyboard");
  say.check(await page.getByText("重构序列,除16–17时外非实测").isVisible(), "the rain says that it is reconstructed");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "PDF", exact: true }).click();
  const file = await readFile(await (await download).path());
  say.check(file.subarray(0, 5).toString() === "%PDF-" && file.length > 20_000, "the report is made as PDF and saved");
  say.check(await page.getByRole("link", { name: "保存 PDF" }).isVisible(), "and can be saved again");
  say.add(errors, "no errors around an exercise");
  await close();
  await mapped({ baseUrl, system, say });
}

const COURSES = ["按当年实际", "按现行预案", "断网 12 小时"];

/** Of the courses that the dialog proposes all but one are left out. */
async function begun(page, only) {
  await page.goto("/console/exercises");
  await page.getByRole("button", { name: "开始演练" }).click();
  const dialog = page.getByRole("dialog");
  // The whole city would be played for minutes: the community and what stands above it are enough to see.
  await dialog.getByLabel("哪个辖区参加").fill("平安社区");
  await page.getByTitle(/平安社区.*社区/).first().click();
  for (const course of COURSES.filter((one) => one !== only)) await dialog.getByRole("checkbox", { name: course }).uncheck();
  await dialog.getByRole("button", { name: "开始", exact: true }).click();
  await page.waitForURL(/\/console\/exercises\/[0-9a-f-]{36}$/);
}

/** Only by today's plans is anybody called, and only a browser that can draw shows where. */
async function mapped({ baseUrl, system, say }) {
  const { page, errors, close } = await person({ baseUrl });
  await signIn(page, system, "city");
  await begun(page, "按现行预案");
  say.check(await becomes(page.locator(".exercise-course"), (text) => text.includes("已完成"), 180_000), "by today's plans it is played to its end");
  const heads = page.getByRole("region", { name: "叫应各轮" }).getByRole("columnheader");
  say.check((await heads.allTextContents()).join().includes("未应答,联系不上"), "no network and no number are told apart from no answer");
  const lanes = page.getByRole("region", { name: "各辖区此刻" }).getByRole("columnheader");
  say.check((await lanes.allTextContents()).join().includes("未应答,联系不上,已收到,已到岗"), "and so in each area at a moment");
  await drawn(page);
  const map = page.getByRole("group", { name: /此刻的叫应地图。表格有同样的内容/ });
  say.check(await becomes(map.locator(".state-legend"), (text) => text.includes("全部已到岗")), "the replay is drawn as a map too, and its signs are said in words");
  await map.locator("canvas").evaluate((canvas) => (canvas.dataset.kept = "yes"));
  await page.getByRole("slider", { name: "演练时间" }).press("ArrowLeft");
  say.check((await map.locator("canvas[data-kept=yes]").count()) === 1, "the slider paints the same map anew");
  await beside(page, say);
  say.add(errors, "no errors around the map of the replay");
  await close();
}

/** The run as it was, played before, has its column; on a narrow screen what is measured stays in sight. */
async function beside(page, say) {
  const table = page.getByRole("group", { name: "几种演法对照" });
  const row = async (name) => (await table.getByRole("row", { name }).innerText()).replace(/\s+/g, " ");
  say.check((await table.getByRole("columnheader").allInnerTexts()).join().includes("按当年实际"), "the course as it was stands beside that by today's plans");
  say.check((await row(/首个红色预警到郑州市启动响应/)).includes(LAG), "with the lag of 2021");
  say.check((await row(/13:00 前已收到的岗位/)).includes("没有记载"), "and what nobody knows of it is not on record");
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 844 });
  const moved = await table.evaluate((box) => {
    box.scrollLeft = box.scrollWidth;
    const head = box.querySelector("tbody th").getBoundingClientRect();
    return { by: box.scrollLeft, from: head.left - box.getBoundingClientRect().left };
  });
  say.check(moved.by > 0 && Math.abs(moved.from) < 1, "on the narrowest phone the table moves sideways under its first column");
  await page.setViewportSize(size);
}

export async function exercisePages({ system, page, look }) {
  await signIn(page, system, "city");
  await page.goto("/console/exercises");
  await page.locator(".warning-list li").first().waitFor();
  await look("exercises");
  await page.locator(".warning-list li a").first().click();
  await page.locator(".exercise-log li").first().waitFor();
  await look("exercise-report");
}
