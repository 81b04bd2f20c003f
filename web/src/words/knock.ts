/** What both faces say of calls that are handed over and of posts that somebody goes to, in both languages. */
export const zhKnock = {
  handOver: {
    what: "接手的岗位马上被叫到。原岗位仍能看到,也能应答。",
    phone: "去不了?转交给别的岗位",
    to: (post: string) => `转交给 ${post}`,
    gone: (post: string, time: string) => `已转交 ${post} · ${time}`,
    mine: "这次叫应转交给你了,由你应答。",
    someone: "别的岗位",
  },
  none: "本单位和上一级没有别的岗位可派。",
  way: { knock: "上门敲门", radio: "电台呼叫" },
  state: { open: "未办", done: "找到了,已到岗", nobody: "没有找到人", needless: "本人已报到岗", ended: "叫应已止" },
  tasks: {
    title: "要你去找的人",
    what: "这些岗位叫不到。找到人,由你代报已到岗。",
    due: (time: string, left: string) => `${time} 前 · ${left}`,
    there: "人在,代报已到岗",
    nobody: "没有找到人",
    thereWhich: (post: string) => `人在,代报已到岗:${post}`,
    nobodyWhich: (post: string) => `没有找到人:${post}`,
    count: (n: string) => `有 ${n} 个岗位要你去找`,
    go: "查看任务",
  },
};

export const enKnock: typeof zhKnock = {
  handOver: {
    what: "Who takes over is called at once. The first post still sees the call and can answer it.",
    phone: "Cannot go? Hand it to another post",
    to: (post) => `Hand over to ${post}`,
    gone: (post, time) => `Handed over to ${post} · ${time}`,
    mine: "This call was handed to you. Please answer it.",
    someone: "another post",
  },
  none: "There is no other post here or in the unit above.",
  way: { knock: "knock at the door", radio: "call by radio" },
  state: { open: "to do", done: "found, on post", nobody: "nobody found", needless: "said so itself", ended: "calls ended" },
  tasks: {
    title: "Posts for you to find",
    what: "These posts cannot be reached. When you find somebody, report on post for them.",
    due: (time, left) => `by ${time} · ${left}`,
    there: "There: report on post",
    nobody: "Nobody found",
    thereWhich: (post) => `There: report on post: ${post}`,
    nobodyWhich: (post) => `Nobody found: ${post}`,
    count: (n) => `${n} posts for you to find`,
    go: "See the tasks",
  },
};

export const knockWords = { zh: zhKnock, en: enKnock };
