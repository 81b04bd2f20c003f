import { useState } from "react";
import { useLanguage } from "../../ui/language";
import { applyTheme, rememberTheme, storedTheme, type Theme } from "../../ui/preferences";
import { rememberTextSize, storedTextSize, TEXT_SIZES } from "../text-size";

export function Settings() {
  const { words, lang, setLang } = useLanguage();
  const say = words.pocket.me;
  const [size, setSize] = useState(storedTextSize);
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const choose = (next: Theme) => {
    rememberTheme(next);
    applyTheme(next);
    setTheme(next);
  };
  return (
    <>
      <Choice
        name="language"
        title={say.language}
        value={lang}
        options={[
          ["zh", "中文"],
          ["en", "English"],
        ]}
        onChange={setLang}
      />
      <Choice
        name="text-size"
        title={say.textSize}
        value={size}
        options={TEXT_SIZES.map((one) => [one, say.size[one]])}
        onChange={(next) => {
          rememberTextSize(next);
          setSize(next);
        }}
      />
      <Choice
        name="theme"
        title={say.theme}
        value={theme}
        options={[
          ["light", words.theme.light],
          ["dark", words.theme.dark],
        ]}
        onChange={choose}
      />
    </>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  title: string;
  value: T;
  options: [T, string][];
  onChange: (value: T) => void;
}

function Choice<T extends string>({ name, title, value, options, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className="choices choices-row">
      <legend>{title}</legend>
      {options.map(([option, text]) => (
        <label key={option}>
          <input type="radio" name={name} value={option} checked={value === option} onChange={() => onChange(option)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
