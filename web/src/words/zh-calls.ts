/** What both faces say of warnings and calls. */
export const zhCalls = {
  level: { red: "红色", orange: "橙色", yellow: "黄色", blue: "蓝色", none: "未定级" },
  mark: { exercise: "演练", system: "系统消息", test: "测试", draft: "草稿" } as Record<string, string>,
  message: { update: "更新", cancel: "解除", ack: "回执", error: "退回" } as Record<string, string>,
  report: { received: "已收到", on_post: "已到岗", moved: "已转移" },
  people: (n: string) => `${n} 人`,
  what: "什么事",
  where: "哪里",
  when: "到何时",
  todo: "做什么",
  who: "谁发布",
  until: (time: string) => `到 ${time}`,
  noEnd: "没有写明何时结束",
  noInstruction: "预警没有写要做什么,按预案办。",
  noIssuer: "没有写明发布单位",
  newRed: (headline: string) => `新的红色预警:${headline}`,
};
