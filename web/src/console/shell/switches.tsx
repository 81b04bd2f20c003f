import { Button } from "antd";
import { useLanguage } from "../../ui/language";
import { useTheme } from "./theme";

export function LanguageSwitch() {
  const { lang, words, setLang } = useLanguage();
  const other = lang === "zh" ? "en" : "zh";
  return (
    <Button type="text" title={words.language.switchTo} lang={other === "zh" ? "zh-CN" : "en"} onClick={() => setLang(other)}>
      {words.language.other}
    </Button>
  );
}

export function ThemeSwitch() {
  const { words } = useLanguage();
  const { theme, setTheme } = useTheme();
  const dark = theme === "dark";
  return (
    <Button
      type="text"
      title={dark ? words.theme.switchToLight : words.theme.switchToDark}
      onClick={() => setTheme(dark ? "light" : "dark")}
    >
      {dark ? words.theme.light : words.theme.dark}
    </Button>
  );
}
