/** A new version of the pages comes when somebody asks for it, never by itself and never into an open form. */
import { createServer, request } from "node:http";
import { person } from "./launch.mjs";
import { phone } from "./pocket-steps.mjs";
import { becomes } from "./waits.mjs";

export async function pocketUpdate({ baseUrl, say, ...all }) {
  const door = await open(baseUrl);
  const { page, close } = await person({ ...all, ...phone, baseUrl: door.url });
  await page.goto("/pocket/");
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.evaluate(() => (window.mark = "the first page"));
  door.renew();
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration("/pocket/")).update());
  const offer = page.locator(".strip-update");
  say.check(await becomes(offer, (text) => text.includes("有新版本")), "a new version is offered");
  say.check((await page.evaluate(() => window.mark)) === "the first page", "and changes nothing by itself");
  await page.locator("a.primary-big").click();
  await page.locator(".tiles").waitFor();
  say.check((await offer.count()) === 0, "while a form is open it is not offered");
  const second = await page.context().newPage();
  await second.goto("/pocket/");
  await second.locator(".strip-update button").click();
  say.check(await becomes(second.locator(".strip-update"), (text) => text.includes("没写完的表单")), "a form in another tab holds it up");
  await page.locator(".bar-link").click();
  const loaded = second.waitForEvent("load");
  await second.locator(".strip-update button").click();
  await loaded;
  await second.locator("main h1").waitFor();
  say.check((await second.evaluate(async () => (await navigator.serviceWorker.getRegistration("/pocket/")).waiting)) === null, "asked for, it takes over");
  await close();
  door.close();
}

/** Stands before the server and gives out another service worker when told to. */
async function open(baseUrl) {
  const { hostname, port } = new URL(baseUrl);
  let tail = "";
  const server = createServer((asked, answer) => {
    // Plain and whole, so that something can be put at its end.
    const headers = { ...asked.headers, "accept-encoding": "identity" };
    delete headers["if-none-match"];
    const onward = request({ hostname, port, path: asked.url, method: asked.method, headers }, (got) => {
      const { "content-length": length, etag, ...rest } = got.headers;
      const worker = asked.url === "/pocket/sw.js";
      answer.writeHead(got.statusCode, worker ? rest : { ...rest, ...(length && { "content-length": length }), ...(etag && { etag }) });
      got.on("end", () => worker && answer.write(tail));
      got.pipe(answer, { end: false });
      got.on("end", () => answer.end());
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    renew: () => (tail = "\n// another version\n"),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
