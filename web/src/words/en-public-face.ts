import type { zhPublicFace } from "./zh-public-face";

export const enPublicFace: typeof zhPublicFace = {
  title: "Warnings and notices",
  issued: (who: string, time: string) => `${who}, ${time}`,
  until: (time: string) => `Until ${time}`,
  all: "See all",
};
