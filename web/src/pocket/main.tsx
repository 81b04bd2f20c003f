import { createRoot } from "react-dom/client";
import "../tokens/tokens.css";
import { LanguageProvider } from "../ui/language";
import { applyTheme, storedTheme } from "../ui/preferences";
import "./pocket.css";
import { Pocket } from "./routes";

applyTheme(storedTheme());
createRoot(document.getElementById("root")!).render(
  <LanguageProvider>
    <Pocket />
  </LanguageProvider>,
);
