/** Pages that share one entry of the main menu. */
export const zhMenu = {
  admin: "系统管理",
  assist: "协助登记",
  tabs: (group: string) => `${group}:各页`,
};
