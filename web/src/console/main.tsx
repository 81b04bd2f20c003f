import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App } from "antd";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../tokens/tokens.css";
import { LanguageProvider } from "../ui/language";
import { storedLang } from "../ui/preferences";
import type { Lang } from "../words/format";
import "./console.css";
import "./print.css";
import { router } from "./routes";
import { LiveProvider } from "./shell/live";
import { queryClient } from "./shell/query-client";
import { ThemeProvider } from "./shell/theme";
import { both } from "./shell/words";

const load = (lang: Lang) => Promise.resolve(both[lang]);

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <LanguageProvider first={both[storedLang()]} load={load}>
      <ThemeProvider>
        <QueryClientProvider client={queryClient}>
          <LiveProvider>
            <App component={false}>
              <RouterProvider router={router} />
            </App>
          </LiveProvider>
        </QueryClientProvider>
      </ThemeProvider>
    </LanguageProvider>
  </StrictMode>,
);
