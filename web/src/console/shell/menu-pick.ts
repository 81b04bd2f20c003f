import type { MenuProps } from "antd";

type Choice = Parameters<NonNullable<MenuProps["onClick"]>>[0];

/** Takes what was chosen in a menu. What opens on it takes the focus while Enter is still on its way, and the same Enter would press its first button. */
export function onPick(choose: (key: string) => void): (choice: Choice) => void {
  return ({ key, domEvent }) => {
    domEvent.preventDefault();
    choose(key);
  };
}

/** A link inside an entry hears the mouse alone: Enter on the entry follows it. */
export function followPick({ domEvent }: Choice): void {
  if (domEvent.type !== "keydown") return;
  domEvent.preventDefault();
  domEvent.currentTarget.querySelector("a")?.click();
}
