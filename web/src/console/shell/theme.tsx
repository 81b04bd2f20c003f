import { ConfigProvider, theme as antdTheme, type ThemeConfig } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { createContext, use, useLayoutEffect, useState, type ReactNode } from "react";
import { useLanguage } from "../../ui/language";
import { applyTheme, rememberTheme, storedTheme, type Theme } from "../../ui/preferences";

const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif';

/** The kit does not ask for this wish by itself. */
const motion = !matchMedia("(prefers-reduced-motion: reduce)").matches;

const shared = { motion, fontFamily: FONT, fontSize: 14, borderRadius: 4, controlHeight: 34, wireframe: false };

/** Secondary text of the kit is too pale for WCAG AA on our grounds, so its inks are set here. */
const configs: Record<Theme, ThemeConfig> = {
  light: {
    algorithm: antdTheme.defaultAlgorithm,
    token: {
      ...shared,
      colorPrimary: "#0b4f9e",
      colorLink: "#0b4f9e",
      colorSuccess: "#00703c",
      colorError: "#8f0f14",
      colorText: "#16202b",
      colorTextSecondary: "#4d5a67",
      colorTextTertiary: "#4d5a67",
      colorTextDescription: "#4d5a67",
      colorTextPlaceholder: "#5b6875",
      colorTextDisabled: "#5b6875",
      colorBgLayout: "#f3f5f7",
      colorBorder: "#8a96a2",
      colorBorderSecondary: "#d5dae0",
    },
    components: { Table: { rowSelectedBg: "#eef3fa", rowSelectedHoverBg: "#e3ecf7" } },
  },
  dark: {
    algorithm: antdTheme.darkAlgorithm,
    token: {
      ...shared,
      colorPrimary: "#2f78d0",
      colorLink: "#7db4f5",
      colorSuccess: "#5cc48d",
      colorError: "#ff8f89",
      colorText: "#e8edf2",
      colorTextSecondary: "#aab6c2",
      colorTextTertiary: "#aab6c2",
      colorTextDescription: "#aab6c2",
      colorTextPlaceholder: "#a0acb8",
      colorTextDisabled: "#a0acb8",
      colorBgBase: "#10171f",
      colorBgContainer: "#18222d",
      colorBgElevated: "#1f2b38",
      colorBgLayout: "#10171f",
      colorBorder: "#6b7884",
      colorBorderSecondary: "#3a4754",
    },
    components: {
      // The kit pales a button under the pointer; its white words would no longer be readable.
      Button: { colorPrimaryHover: "#276bbd", defaultHoverColor: "#7db4f5", defaultHoverBorderColor: "#7db4f5" },
      Table: { rowSelectedBg: "#1a2a3d", rowSelectedHoverBg: "#20344b" },
    },
  },
};

const ThemeContext = createContext<{ theme: Theme; setTheme: (theme: Theme) => void } | null>(null);

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { lang } = useLanguage();
  const [theme, setTheme] = useState(storedTheme);
  useLayoutEffect(() => applyTheme(theme), [theme]);
  const choose = (next: Theme) => {
    rememberTheme(next);
    setTheme(next);
  };
  return (
    <ThemeContext value={{ theme, setTheme: choose }}>
      <ConfigProvider theme={configs[theme]} locale={lang === "zh" ? zhCN : enUS} button={{ autoInsertSpace: false }}>
        {children}
      </ConfigProvider>
    </ThemeContext>
  );
}

export function useTheme() {
  const value = use(ThemeContext);
  if (!value) throw new Error("ThemeProvider is missing");
  return value;
}
