import { enPermissions } from "./en-permissions";
import { zhPermissions } from "./zh-permissions";

/** What stands on a page that is shut, in both languages: it comes with the panel, few ever see it. */
export const zhNotAllowed = {
  needs: (what: string) => `要有“${what}”的权限才能打开,你的岗位在这里没有这个权限。`,
  who: "账号管理员可以给你:找本单位或上级单位里管理账号和岗位的人。",
  held: (what: string) => `你的岗位有“${what}”的权限,但要用验证器登录才生效。先设置验证器,再重新登录。`,
  permission: zhPermissions,
};

export const enNotAllowed: typeof zhNotAllowed = {
  needs: (what) => `This opens with a permission that your posts do not include here: ${what}.`,
  who: "An account administrator can give it to you: ask whoever manages accounts and posts in your unit or a unit above.",
  held: (what) => `Your post includes the permission that this needs, but it counts only after a sign-in with an authenticator: ${what}. Set one up, then sign in again.`,
  permission: enPermissions,
};

export const notAllowedWords = { zh: zhNotAllowed, en: enNotAllowed };
