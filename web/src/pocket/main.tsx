import { createRoot } from "react-dom/client";
import "../tokens/tokens.css";
import { LanguageProvider } from "../ui/language";
import { applyTheme, storedLang, storedTheme } from "../ui/preferences";
import type { Lang } from "../words/format";
import type { Words } from "../words/zh";
import { startSender } from "./outbox/sender";
import "./pocket.css";
import { Pocket } from "./routes";
import { askSession } from "./session";
import { applyTextSize, storedTextSize } from "./text-size";
import { registerWorker } from "./update";

/** One language is half of the words. */
const load = async (lang: Lang): Promise<Words> => (lang === "zh" ? (await import("../words/zh")).zh : (await import("../words/en")).en);

applyTheme(storedTheme());
applyTextSize(storedTextSize());
void load(storedLang()).then((first) =>
  createRoot(document.getElementById("root")!).render(
    <LanguageProvider first={first} load={load}>
      <Pocket />
    </LanguageProvider>,
  ),
);
startSender();
// The console shares the session: somebody may have signed in or out there.
void askSession().catch(() => undefined);
void registerWorker();
