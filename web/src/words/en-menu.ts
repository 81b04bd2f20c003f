import type { zhMenu } from "./zh-menu";

export const enMenu: typeof zhMenu = {
  admin: "Administration",
  tabs: (group) => `${group}: its pages`,
};
