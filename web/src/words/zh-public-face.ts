/** What the pocket says of messages for the public. */
export const zhPublicFace = {
  title: "公众预警和提示",
  issued: (who: string, time: string) => `${who} ${time} 发布`,
  until: (time: string) => `有效到 ${time}`,
  all: "查看全部",
};
