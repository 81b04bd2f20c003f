/** What both faces say of the shelter that a building goes to: it comes with the pages that show it. */
export const zhGoesTo = {
  label: "去哪里",
  notYet: "还没选避难场所",
  distance: (far: string) => `直线约 ${far}`,
  metres: (n: string) => `${n} 米`,
  km: (n: string) => `${n} 公里`,
  free: (n: string) => `还能住 ${n} 人`,
  full: "已住满",
  coming: (n: string) => `还有约 ${n} 人要来`,
};

export const enGoesTo: typeof zhGoesTo = {
  label: "Goes to",
  notYet: "no shelter chosen yet",
  distance: (far) => `about ${far} in a straight line`,
  metres: (n) => `${n} m`,
  km: (n) => `${n} km`,
  free: (n) => (n === "1" ? "room for 1 person" : `room for ${n} people`),
  full: "full",
  coming: (n) => (n === "1" ? "about 1 person still to come" : `about ${n} people still to come`),
};

export const goesToWords = { zh: zhGoesTo, en: enGoesTo };
