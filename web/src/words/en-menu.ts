import type { zhMenu } from "./zh-menu";

export const enMenu: typeof zhMenu = {
  admin: "Administration",
  assist: "Assistance register",
  tabs: (group) => `${group}: its pages`,
};
