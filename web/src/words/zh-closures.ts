/** What both faces say of places that close for a warning. */
export const zhClosures = {
  title: "要关闭的地点",
  state: { to_close: "要关闭", closed: "已关闭", reopened: "已重新开放", cancelled: "不用关闭" } as Record<string, string>,
  hazard: { rainstorm: "暴雨" } as Record<string, string>,
  due: (time: string) => `${time} 前关闭`,
  at: (what: string, time: string) => `${what} · ${time}`,
  authorised: "可以重新开放",
  notAuthorised: "等社区或上级同意后才能重新开放",
  note: "说明(可不填)",
  noteHint: "例:防水板已装,留人看守",
  close: "已关闭",
  reopen: "已重新开放",
  waiting: "已记下,有网络时发出",
  none: "现在没有要关闭的地点。",
  needed: "登录后能看到自己要关闭的地点。",
  count: (closed: string, all: string) => `已关闭 ${closed}/${all}`,
  open: (n: string) => `${n} 个地点要关闭`,
};
