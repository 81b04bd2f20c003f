import { load, save } from "./storage";

export const TEXT_SIZES = ["normal", "large", "largest"] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const KEY = "bridgehead.text-size";

export function storedTextSize(): TextSize {
  const stored = load<TextSize>(KEY);
  return stored && TEXT_SIZES.includes(stored) ? stored : "normal";
}

export function applyTextSize(size: TextSize): void {
  document.documentElement.dataset["text"] = size;
}

export function rememberTextSize(size: TextSize): void {
  save(KEY, size);
  applyTextSize(size);
}
